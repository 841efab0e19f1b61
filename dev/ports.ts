import { once } from "node:events";
import { connect, createServer, type Server } from "node:net";

const HOST = "127.0.0.1";
/** How far above the wanted port to look before letting the system choose. */
const TRIES = 20;

/** The wanted port, or the next free one above it. */
export async function freePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + TRIES; port++) if (await isFree(port)) return port;
  const server = createServer();
  const port = await listenLocally(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** On the loopback interface. Without a port the system chooses one that is free: two who ask at once get two. */
export async function listenLocally(server: Server, port = 0): Promise<number> {
  server.listen(port, HOST);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  return address.port;
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
