import type { OpenSocket, SocketEars } from "../../../../src/web/shared/live/web-socket.ts";

/** The client's end of one dial, and what it did with it. */
export class FakeSocket {
  readonly url: string;
  readonly protocols: readonly string[];
  readonly ears: SocketEars;
  readonly sent: string[] = [];
  closedWith: number | null = null;

  constructor(url: string, protocols: readonly string[], ears: SocketEars) {
    this.url = url;
    this.protocols = protocols;
    this.ears = ears;
  }

  hear(message: object): void {
    this.ears.heard(JSON.stringify(message));
  }

  /** What was sent, pings apart. */
  said(): unknown[] {
    return this.sent.filter((text) => text !== "ping").map((text): unknown => JSON.parse(text));
  }
}

/** Answers every dial with a socket that the test holds the other end of. */
export class FakeSockets {
  readonly dialled: FakeSocket[] = [];

  readonly open: OpenSocket = (url, protocols, ears) => {
    const socket = new FakeSocket(url, protocols, ears);
    this.dialled.push(socket);
    return {
      send: (data) => socket.sent.push(data),
      close: (code) => {
        socket.closedWith = code;
      },
    };
  };

  get last(): FakeSocket {
    const socket = this.dialled.at(-1);
    if (!socket) throw new Error("Nothing was dialled");
    return socket;
  }
}
