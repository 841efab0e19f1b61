import { createServer, type RequestListener, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import { type Db, openDb, type QueryEvent } from "../../../src/db/client.ts";
import { listenLocally } from "../../../dev/ports.ts";

/** A database behind an endpoint that behaves as badly as `listener` wants. */
export async function behind(
  appUrl: string,
  listener: RequestListener,
  options: { readonly timeoutMs?: number } = {},
): Promise<{ db: Db; events: QueryEvent[]; proxy: string; requests: () => number }> {
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    listener(request, response);
  });
  const port = await listenLocally(server);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const replica = new URL(appUrl);
  replica.username = "replica";
  const events: QueryEvent[] = [];
  const config = {
    url: appUrl,
    readUrl: replica.href,
    proxy: `http://127.0.0.1:${port}`,
    ...options,
  };
  return { db: openDb(config, (event) => events.push(event)), events, proxy: config.proxy, requests: () => requests };
}

export function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
