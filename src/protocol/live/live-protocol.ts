/** What the server selects; a client offers it beside `ticket.<ticket>`, so that no ticket ever stands in an address. */
export const LIVE_PROTOCOL = "doorstep.v1";
