import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { fetchHttp } from "../../../../src/web/shared/live/http.ts";
import { listenLocally } from "../../../../dev/ports.ts";

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  const port = await listenLocally(server);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${port}`;
}

test("a refused token is renewed and the request made again, once", async () => {
  const tokens: unknown[] = [];
  const base = await serve(({ headers }, response) => {
    tokens.push(headers.authorization);
    response.writeHead(401).end("{}");
  });
  let token = "old";
  const http = fetchHttp(base, {
    token: () => token,
    renew: () => {
      token = "new";
      return Promise.resolve();
    },
  });
  expect(await http({ method: "GET", path: "/api" })).toMatchObject({ status: 401 });
  expect(tokens).toEqual(["Bearer old", "Bearer new"]);
});

test("a body goes as JSON, and what comes back is read with its tag and its pause", async () => {
  const base = await serve((request, response) => {
    let text = "";
    request.on("data", (part: Buffer) => {
      text += part.toString();
    });
    request.on("end", () => {
      response.writeHead(503, { "retry-after": "7", etag: '"1"' });
      response.end(JSON.stringify([request.headers["content-type"], request.headers["if-none-match"], text]));
    });
  });
  const http = fetchHttp(base, null);
  expect(await http({ method: "POST", path: "/api", body: { a: 1 }, etag: '"0"' })).toEqual({
    status: 503,
    retryAfterMs: 7_000,
    etag: '"1"',
    body: ["application/json", '"0"', '{"a":1}'],
  });
});

test("nobody there is no answer, and an answer that is no JSON has no body", async () => {
  const base = await serve((_request, response) => response.writeHead(304).end());
  expect(await fetchHttp(base, null)({ method: "GET", path: "/" })).toMatchObject({ status: 304, body: undefined });
  const gone = await serve((request) => request.destroy());
  expect(await fetchHttp(gone, null)({ method: "GET", path: "/" })).toBeNull();
});
