/** 1006 and 1015 say that the transport is gone; nobody is there to be answered. */
const GONE = new Set([1006, 1015]);
const NO_STATUS = 1005;
const NORMAL = 1000;
/** A close frame has room for 123 bytes. */
const REASON_MAX_CHARS = 100;

/**
 * Answers a client's close. Without it the client waits ten seconds and then reports a broken connection: the platform
 * answers by itself only for sockets that do not hibernate.
 */
export function closeQuietly(socket: WebSocket, code: number, reason: string): void {
  if (GONE.has(code)) return;
  try {
    socket.close(code === NO_STATUS ? NORMAL : code, reason.slice(0, REASON_MAX_CHARS));
  } catch (error) {
    // Closed from both ends at once: what was wanted is done.
    if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
  }
}
