/** A status for what only a broken Worker would send; a close code for what a client may want to read. */
export type Refusal = { readonly kind: "status" } | ClosingRefusal;
interface ClosingRefusal {
  readonly kind: "close";
  readonly code: number;
  readonly reason: string;
}

export const FORBIDDEN: Refusal = { kind: "status" };

export function closing(code: number, reason: string): ClosingRefusal {
  return { kind: "close", code, reason };
}

export function refuseSocket(refusal: Refusal): Response {
  if (refusal.kind === "status") return new Response(null, { status: 403 });
  // Only on an accepted socket can a browser read the reason.
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  server.close(refusal.code, refusal.reason);
  return new Response(null, { status: 101, webSocket: client });
}
