/** A household or office, not a device: /24 of IPv4, /64 of IPv6. Whoever has one address there often has all of them. */
export function ipPrefix(address: string): string {
  if (address.includes(".") && !address.includes(":")) return address.split(".").slice(0, 3).join(".");
  return expandIpv6(address).slice(0, 4).join(":");
}

function expandIpv6(address: string): string[] {
  const [head = "", tail] = address.toLowerCase().split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":"));
  const start = groups(head);
  const end = tail === undefined ? [] : groups(tail);
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - start.length - end.length);
  return [...start, ...Array.from({ length: zeros }, () => "0"), ...end].map((group) => group.replace(/^0+(?=.)/, ""));
}
