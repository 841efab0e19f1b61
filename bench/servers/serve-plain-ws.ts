// One system compared, `node serve-plain-ws.ts <port>`: one process that keeps nothing, which is as cheap as it gets in Node.
import { type WebSocket, WebSocketServer } from "ws";
import { textOf } from "../load/lines.ts";
import { shownPosition, Visitor } from "./shown-position.ts";

const customers = new Map<number, Set<WebSocket>>();
const dispatchers = new Set<WebSocket>();

const server = new WebSocketServer({ host: "127.0.0.1", port: Number(process.argv[2]), perMessageDeflate: false });
server.on("connection", (socket, { url = "" }) => {
  const visitor = Visitor.parse(Object.fromEntries(new URL(url, "http://localhost").searchParams));
  switch (visitor.role) {
    case "driver":
      return socket.on("message", (data) => tell(visitor.tripId, textOf(data)));
    case "customer":
      return room(visitor.tripId).add(socket);
    case "dispatcher":
      return dispatchers.add(socket);
  }
});
server.once("listening", () => process.stdout.write("ready\n"));
process.stdin.resume().once("end", () => process.exit(0));

function tell(tripId: number, frame: string): void {
  const shown = shownPosition(tripId, JSON.parse(frame));
  if (!shown) return;
  const text = JSON.stringify(shown);
  for (const socket of room(tripId)) socket.send(text);
  for (const socket of dispatchers) socket.send(text);
}

function room(tripId: number): Set<WebSocket> {
  const known = customers.get(tripId);
  if (known) return known;
  const fresh = new Set<WebSocket>();
  customers.set(tripId, fresh);
  return fresh;
}
