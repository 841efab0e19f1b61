const NORMAL = 1000;
/** Below this a page may not choose a close code, 1000 apart. */
const OWN_CODES_FROM = 3000;

export interface SocketEars {
  readonly opened: () => void;
  readonly heard: (data: string | ArrayBuffer) => void;
  /** Also when it never opened. */
  readonly closed: (code: number) => void;
}

export interface SocketHandle {
  readonly send: (data: string) => void;
  readonly close: (code: number) => void;
}

/** So much of a WebSocket as is used; Node's and every browser's have it. */
export type OpenSocket = (url: string, protocols: readonly string[], ears: SocketEars) => SocketHandle;

export const openWebSocket: OpenSocket = (url, protocols, ears) => {
  const socket = new WebSocket(url, [...protocols]);
  socket.binaryType = "arraybuffer";
  return handleOf(socket, ears);
};

export function handleOf(socket: WebSocket, ears: SocketEars): SocketHandle {
  socket.addEventListener("open", ears.opened);
  socket.addEventListener("message", (event: MessageEvent<string | ArrayBuffer>) => ears.heard(event.data));
  socket.addEventListener("close", ({ code }) => ears.closed(code));
  return {
    send: (data) => socket.send(data),
    close: (code) => socket.close(code >= OWN_CODES_FROM ? code : NORMAL),
  };
}
