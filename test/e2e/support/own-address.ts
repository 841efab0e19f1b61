import { randomInt } from "node:crypto";
import type { OpenBrowser, OpenVisit } from "./browser.ts";

const GROUP_MAX = 0x1_0000;

/** Visits from a network each, out of those kept for documentation: sign-ins are counted by network, and tests are many. */
export function fromOwnAddress({ open, openForFile }: OpenBrowser): OpenBrowser {
  return { open: somewhereElse(open), openForFile: somewhereElse(openForFile) };
}

function somewhereElse(open: OpenVisit): OpenVisit {
  return (options) => {
    const [high, low] = [randomInt(GROUP_MAX).toString(16), randomInt(GROUP_MAX).toString(16)];
    return open({ ...options, extraHTTPHeaders: { "cf-connecting-ip": `2001:db8:${high}:${low}::1` } });
  };
}
