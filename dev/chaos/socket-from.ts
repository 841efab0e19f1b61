import { handleOf, type OpenSocket } from "../../src/web/shared/live/web-socket.ts";

/** A thousand phones have a thousand networks; without this all of them would share the limit of one. */
export function socketFrom(address: string): OpenSocket {
  return (url, protocols, ears) => handleOf(openRaw(url, protocols, address), ears);
}

export function openRaw(url: string, protocols: readonly string[], address: string): WebSocket {
  const options = { protocols: [...protocols], headers: { "cf-connecting-ip": address } };
  // Node takes headers beside the protocols; the browser's type of the same class does not know that.
  const socket: WebSocket = Reflect.construct(WebSocket, [url, options]);
  socket.binaryType = "arraybuffer";
  return socket;
}

/** The networks of phones: one each, none of them anybody's. */
export function addressOf(index: number): string {
  return `10.${Math.floor(index / 256) % 256}.${index % 256}.1`;
}
