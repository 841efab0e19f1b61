/** The REST API's version, as its document names it. */
export const API_VERSION = "1.0.0";

/**
 * The wire's version. A change of any socket message needs a line here.
 * 1  first version: driver, region, trip and tracking sockets as docs/protocol.md says
 */
export const PROTOCOL_VERSION = 1;
/** The oldest version that is still answered. It only rises when no client in use is older. */
export const OLDEST_PROTOCOL_VERSION = 1;
