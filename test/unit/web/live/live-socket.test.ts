import { describe, expect, test } from "vitest";
import * as z from "zod";
import type { Link } from "../../../../src/domain/live-client/reconnect.ts";
import { err, ok } from "../../../../src/domain/result.ts";
import { CLOSE } from "../../../../src/protocol/live/close-codes.ts";
import { type Dial, LiveSocket, type LiveSocketDeps } from "../../../../src/web/shared/live/live-socket.ts";
import { FakeClock, settled } from "./fake-clock.ts";
import { FakeSockets } from "./fake-sockets.ts";

const News = z.strictObject({ type: z.literal("news"), text: z.string() });
const DIAL: Dial = { url: "wss://doorstep.example/ws/driver", protocols: ["doorstep.v1"], authForMs: null };

async function started(dial: LiveSocketDeps<unknown>["dial"] = () => Promise.resolve(ok(DIAL))) {
  const clock = new FakeClock();
  const sockets = new FakeSockets();
  const links: Link["tag"][] = [];
  const heard: string[] = [];
  const troubles: unknown[] = [];
  const counts = { unreadable: 0, authDue: 0 };
  const socket = new LiveSocket({
    ...clock.parts(),
    dial,
    openSocket: sockets.open,
    schema: News,
    onLink: ({ tag }) => links.push(tag),
    onMessage: ({ text }) => heard.push(text),
    onUnreadable: () => counts.unreadable++,
    onAuthDue: () => counts.authDue++,
    onTrouble: (cause) => troubles.push(cause),
  });
  socket.start();
  await settled();
  return { clock, sockets, links, heard, troubles, counts, socket };
}

async function opened(dial?: LiveSocketDeps<unknown>["dial"]) {
  const all = await started(dial);
  all.sockets.last.ears.opened();
  return all;
}

test("it dials, opens, hears, and dials again when the line breaks", async () => {
  const { clock, sockets, links, heard } = await opened();
  sockets.last.hear({ type: "news", text: "hello" });
  sockets.last.ears.closed(1006);
  await clock.advance(500);
  sockets.last.ears.opened();
  expect(sockets.dialled).toHaveLength(2);
  expect(links).toEqual(["connecting", "open", "waiting", "connecting", "open"]);
  expect(heard).toEqual(["hello"]);
});

test.each([
  ["is turned back by an hour meanwhile", -3_600_000],
  ["counts a millisecond less than the timer", -1],
])("a pause ends when its timer does, though the clock %s", async (_, byMs) => {
  const { clock, sockets } = await opened();
  sockets.last.ears.closed(1006);
  clock.turn(byMs);
  await clock.advance(500);
  expect(sockets.dialled).toHaveLength(2);
});

test("what an orphaned socket says or does changes nothing", async () => {
  const { clock, sockets, socket, heard } = await opened();
  const orphan = sockets.last;
  orphan.ears.closed(1006);
  await clock.advance(500);
  sockets.last.ears.opened();
  orphan.hear({ type: "news", text: "from the past" });
  orphan.ears.closed(CLOSE.accessEnded);
  orphan.ears.opened();
  expect(socket.link.tag).toBe("open");
  expect(heard).toEqual([]);
});

test("a frame that this version does not know is passed over", async () => {
  const { sockets, heard, counts, socket } = await opened();
  sockets.last.ears.heard("{broken");
  sockets.last.hear({ type: "from-the-future" });
  sockets.last.hear({ type: "news", text: "after" });
  expect({ heard, ...counts, link: socket.link.tag }).toMatchObject({ heard: ["after"], unreadable: 2, link: "open" });
});

describe("silence", () => {
  test("a line that swallows three pings is given up after a minute or so", async () => {
    const { clock, sockets, socket } = await opened();
    await clock.advance(79_999);
    expect(sockets.last.sent).toEqual(["ping", "ping", "ping"]);
    expect(socket.link.tag).toBe("open");
    await clock.advance(1);
    expect(sockets.last.closedWith).toBe(CLOSE.silent);
    expect(socket.link.tag).toBe("waiting");
  });

  test("a pong keeps it, and is no message", async () => {
    const { clock, sockets, socket, counts } = await opened();
    for (let minute = 0; minute < 30; minute++) {
      await clock.advance(20_000);
      sockets.last.ears.heard("pong");
    }
    expect(socket.link.tag).toBe("open");
    expect(counts.unreadable).toBe(0);
  });

  test("a hint asks at once, and five seconds without an answer end it", async () => {
    const { clock, sockets, socket } = await opened();
    socket.hint();
    expect(sockets.last.sent).toEqual(["ping"]);
    await clock.advance(4_999);
    sockets.last.ears.heard("pong");
    await clock.advance(10_000);
    expect(socket.link.tag).toBe("open");
    socket.hint();
    await clock.advance(5_000);
    expect(socket.link.tag).toBe("waiting");
  });

  test("a dial that gets no answer is given up, and its late success is not taken for the next one's", async () => {
    const { clock, sockets, socket } = await started();
    const slow = sockets.last;
    await clock.advance(15_000);
    expect(slow.closedWith).toBe(1000);
    slow.ears.opened();
    expect(socket.link.tag).toBe("waiting");
  });
});

describe("tickets", () => {
  test("a refusal ends it, no answer does not", async () => {
    const refused = await started(() => Promise.resolve(err("refused")));
    expect(refused.socket.link).toEqual({ tag: "stopped", code: CLOSE.accessEnded });
    const later = await started(() => Promise.resolve(err("later")));
    expect(later.socket.link.tag).toBe("waiting");
  });

  test("a dial that throws is told, and tried again", async () => {
    const { socket, troubles } = await started(() => Promise.reject(new Error("bug")));
    expect(socket.link.tag).toBe("waiting");
    expect(troubles).toEqual([new Error("bug")]);
  });

  test("a socket whose ticket ran out renews the sign-in before it dials", async () => {
    const renewals: boolean[] = [];
    const { clock, sockets } = await opened((renew) => {
      renewals.push(renew);
      return Promise.resolve(ok(DIAL));
    });
    sockets.last.ears.closed(CLOSE.authExpired);
    await clock.advance(500);
    expect(renewals).toEqual([false, true]);
  });

  test("another ticket is due once, in time, and not for a socket that is gone", async () => {
    const { clock, counts, sockets, socket } = await opened(() => Promise.resolve(ok({ ...DIAL, authForMs: 30_000 })));
    await clock.advance(30_000);
    expect(counts.authDue).toBe(1);
    socket.authenticated(30_000);
    sockets.last.ears.closed(CLOSE.replaced);
    await clock.advance(60_000);
    expect(counts.authDue).toBe(1);
  });
});

test("stopping closes the socket for good, and sending says that nobody is there", async () => {
  const { clock, sockets, socket } = await opened();
  expect(socket.send("a")).toBe(true);
  socket.stop();
  expect(socket.send("b")).toBe(false);
  await clock.advance(120_000);
  expect(sockets.dialled).toHaveLength(1);
  expect(sockets.last).toMatchObject({ closedWith: 1000, sent: ["a"] });
});
