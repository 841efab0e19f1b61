import { connect, createServer } from "node:net";

const HOST = "127.0.0.1";
/** How far above the wanted port to look before letting the system choose. */
const TRIES = 20;

/** The wanted port, or the next free one above it. */
export async function freePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + TRIES; port++) if (await isFree(port)) return port;
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject).listen(0, HOST, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

export async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false)).listen(port, HOST, () => server.close(() => resolve(true)));
  });
}

/** Does anything accept connections there? */
export async function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, HOST);
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("close", () => socket.destroy());
    socket.once("connect", () => socket.end());
  });
}
