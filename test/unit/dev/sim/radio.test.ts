import { expect, test } from "vitest";
import { Radio } from "../../../../dev/sim/phones/radio.ts";
import { FakeSockets } from "../../web/live/fake-sockets.ts";

const CLOSED_SILENTLY = 1006;

function opened() {
  const sockets = new FakeSockets();
  const radio = new Radio({ openSocket: sockets.open, fetch: () => Promise.resolve(new Response("there")) });
  const heard: unknown[] = [];
  const dial = () =>
    radio.openSocket("ws://server", [], {
      opened: () => heard.push("opened"),
      heard: (data) => heard.push(data),
      closed: (code) => heard.push(code),
    });
  return { sockets, radio, heard, dial };
}

test("a phone without a network loses its socket, and the server is not told before the network is back", () => {
  const { sockets, radio, heard, dial } = opened();
  const socket = dial();
  expect(radio.use(false)).toBe(false);
  socket.send("lost");
  sockets.last.ears.heard("unheard");
  expect(heard).toEqual([CLOSED_SILENTLY]);
  expect([sockets.last.sent, sockets.last.closedWith]).toEqual([[], null]);
  expect(radio.use(true)).toBe(true);
  expect(sockets.last.closedWith).toBe(CLOSED_SILENTLY);
});

test("without a network nothing is dialled and no request gets out, and with one they do", async () => {
  const { sockets, radio, heard, dial } = opened();
  radio.use(false);
  dial();
  await Promise.resolve();
  expect([sockets.dialled.length, heard]).toEqual([0, [CLOSED_SILENTLY]]);
  await expect(radio.fetch("http://server")).rejects.toThrow("no network");
  radio.use(true);
  dial();
  expect(sockets.dialled).toHaveLength(1);
  expect(await (await radio.fetch("http://server")).text()).toBe("there");
});
