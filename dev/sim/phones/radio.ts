import type { OpenSocket, SocketHandle } from "../../../src/web/shared/live/web-socket.ts";
import { CLOSED_SILENTLY } from "../../../src/domain/live-client/reconnect.ts";

export interface Network {
  readonly openSocket: OpenSocket;
  readonly fetch: typeof fetch;
}

/** A phone's way to the network, which is not always there. */
export class Radio {
  readonly #network: Network;
  #isUp = true;
  #cut: (() => void)[] = [];

  constructor(network: Network) {
    this.#network = network;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Without it, what was open is gone; the other side is not told, and finds out when it misses something. True: it is back. */
  use(isUp: boolean): boolean {
    if (this.#isUp === isUp) return false;
    this.#isUp = isUp;
    for (const cut of this.#cut.splice(0)) cut();
    return isUp;
  }

  readonly fetch: typeof fetch = async (input, init) => {
    if (!this.#isUp) throw new TypeError("no network");
    return this.#network.fetch(input, init);
  };

  readonly openSocket: OpenSocket = (url, protocols, ears) => {
    if (!this.#isUp) {
      queueMicrotask(() => ears.closed(CLOSED_SILENTLY));
      return { send: () => {}, close: () => {} };
    }
    let isCut = false;
    const socket: SocketHandle = this.#network.openSocket(url, protocols, {
      opened: () => isCut || ears.opened(),
      heard: (data) => isCut || ears.heard(data),
      closed: (code) => isCut || ears.closed(code),
    });
    this.#cut.push(() => {
      if (isCut) return socket.close(CLOSED_SILENTLY);
      isCut = true;
      // Still open on the other side until the network is back; then it is closed for good.
      this.#cut.push(() => socket.close(CLOSED_SILENTLY));
      ears.closed(CLOSED_SILENTLY);
    });
    return {
      send: (data) => void (isCut || socket.send(data)),
      close: (code) => void (isCut || socket.close(code)),
    };
  };
}
