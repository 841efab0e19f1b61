/** The first that matches: Edge, Opera and Samsung's browser call themselves Chrome too, and all of them Safari. */
const BROWSERS = [
  ["Edge", /\bEdgA?\//],
  ["Opera", /\bOPR\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Firefox", /\b(?:Firefox|FxiOS)\//],
  ["Chrome", /\b(?:Headless)?Chrome\/|\bCriOS\//],
  ["Safari", /\bSafari\//],
] as const;

/** Android calls itself Linux too, an iPhone Mac OS X. */
const SYSTEMS = [
  ["Android", /\bAndroid\b/],
  ["iPhone", /\biPhone\b/],
  ["iPad", /\biPad\b/],
  ["Windows", /\bWindows\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["macOS", /\bMac OS X\b/],
  ["Linux", /\bLinux\b/],
] as const;

type Names = typeof BROWSERS | typeof SYSTEMS;

/** By what its owner will know this device in a list. Names only, so that it needs no translation. */
export function deviceName(userAgent: string): string {
  const names = [BROWSERS, SYSTEMS].flatMap(
    (known: Names) => known.find(([, sign]) => sign.test(userAgent))?.[0] ?? [],
  );
  return names.length === 0 ? "?" : names.join(" · ");
}
