// One process of the system compared: `node serve-socket-io.ts <port> <Redis port>`. The usual stack: rooms, the Redis
// adapter between processes, and the newest position of each driver in Redis for five minutes.
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";
import { shownPosition, Visitor } from "./shown-position.ts";

const POSITION_TTL_SECONDS = 300;
const [port = "", redisPort = ""] = process.argv.slice(2);

const client = async () => createClient({ url: `redis://127.0.0.1:${redisPort}` }).connect();
const [publisher, subscriber, store] = await Promise.all([client(), client(), client()]);
const io = new Server({ transports: ["websocket"], adapter: createAdapter(publisher, subscriber) });

io.on("connection", async (socket) => {
  const visitor = Visitor.parse(socket.handshake.auth);
  if (visitor.role === "customer") await socket.join(`trip:${visitor.tripId}`);
  if (visitor.role === "dispatcher") await socket.join("region");
  if (visitor.role === "driver") socket.on("driver:locationUpdate", (update) => tell(visitor.tripId, update));
  socket.emit("ready");
});
io.listen(Number(port));
process.stdout.write("ready\n");
process.stdin.resume().once("end", () => process.exit(0));

function tell(tripId: number, update: unknown): void {
  const shown = shownPosition(tripId, update);
  if (!shown) return;
  io.to(["region", `trip:${tripId}`]).emit("driver:locationUpdated", shown);
  store
    .set(`position:${tripId}`, JSON.stringify(shown), { expiration: { type: "EX", value: POSITION_TTL_SECONDS } })
    .catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
}
