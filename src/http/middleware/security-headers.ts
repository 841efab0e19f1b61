import type { MiddlewareHandler } from "hono";
import { NONCE, secureHeaders } from "hono/secure-headers";

/** What a start page shows beside a map: the one page that our own pages may frame. */
const TRACKING_PAGES = "/t/";

/**
 * Only scripts with this answer's nonce run, and what they load in turn; nothing comes from elsewhere. Pages send files to
 * `uploadOrigin` as well, where there is one.
 */
export function securityHeaders(uploadOrigin: string | undefined): MiddlewareHandler {
  const connectTo = ["'self'", ...(uploadOrigin === undefined ? [] : [uploadOrigin])];
  const forbidsFrames = headersFor(connectTo, "'none'", "DENY");
  const forOurFrames = headersFor(connectTo, "'self'", "SAMEORIGIN");
  return async (c, next) => (c.req.path.startsWith(TRACKING_PAGES) ? forOurFrames : forbidsFrames)(c, next);
}

function headersFor(
  connectTo: string[],
  frameAncestors: "'none'" | "'self'",
  xFrameOptions: "DENY" | "SAMEORIGIN",
): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: [NONCE, "'strict-dynamic'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", "data:", "blob:"],
      connectSrc: connectTo,
      fontSrc: ["'self'"],
      frameSrc: ["'self'"],
      manifestSrc: ["'self'"],
      workerSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: [frameAncestors],
    },
    permissionsPolicy: { camera: [], geolocation: [], microphone: [], payment: [], usb: [] },
    referrerPolicy: "no-referrer",
    xFrameOptions,
  });
}
