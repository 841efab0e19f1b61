/** Fewer digits stand in every number. */
const DIGITS_MIN = 3;

/** Whether a text names a driver: a part of the name, whatever its accents and case, or digits that stand in the number. */
export function matchesDriver(
  text: string,
  { name, phone }: { readonly name: string; readonly phone: string },
): boolean {
  if (folded(name).includes(folded(text))) return true;
  const isNumber = /^[\d\s+()/.-]+$/.test(text);
  const digits = text.replace(/\D/g, "");
  return isNumber && digits.length >= DIGITS_MIN && phone.includes(digits);
}

function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
