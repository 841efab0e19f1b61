import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import { listenLocally } from "../../../dev/ports.ts";

export type DeployableSite = { readonly url: string; deploy: () => void; close: () => Promise<void> };

/** What no longer fits after fetch has unpacked the body. */
const ABOUT_THE_BYTES = ["content-encoding", "content-length", "transfer-encoding"];

/**
 * The real site behind a server that can make its service worker another one, which is what a deploy looks like
 * to a browser. The browser fetches that script itself, past everything that a page can intercept.
 */
export async function startDeployableSite(origin: string): Promise<DeployableSite> {
  let deployed = false;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { url = "/", headers } = request;
    const original = await fetch(origin + url, { headers: { accept: headers.accept ?? "*/*" } });
    const next = deployed && url === "/sw.js" ? "\n// the next version" : "";
    const kept = [...original.headers].filter(([name]) => !ABOUT_THE_BYTES.includes(name));
    response.writeHead(original.status, Object.fromEntries(kept));
    response.end(Buffer.concat([Buffer.from(await original.arrayBuffer()), Buffer.from(next)]));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  const port = await listenLocally(server);
  return {
    url: `http://127.0.0.1:${port}`,
    deploy: () => {
      deployed = true;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
