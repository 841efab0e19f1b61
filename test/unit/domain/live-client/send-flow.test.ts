import { describe, expect, test } from "vitest";
import {
  ACTION_WINDOW,
  type SendFlow,
  type SendManner,
  type SendStep,
  nextStep,
  onAcked,
  onAppended,
  onAsked,
  onOpened,
  onRewound,
  onSent,
  startStream,
} from "../../../../src/domain/live-client/send-flow.ts";
import { FIXES_PER_FRAME_MAX, FRAME_MAX_BYTES, LocationUpdate } from "../../../../src/protocol/live/driver-up.ts";
import { MILLIS_MAX, type WireFix } from "../../../../src/protocol/live/fix.ts";

const NOW = 1_800_000_000_000;
const SOCKET: SendManner = { channel: "socket", batch: 1, holdMs: 0, hurry: false };
const REQUESTS: SendManner = { ...SOCKET, channel: "rest" };

function flow(fixes: number, actions = 0): SendFlow {
  return { fixes: startStream(0, fixes), actions: startStream(0, actions) };
}

function sentFixes(flowBefore: SendFlow, seq: number, now = NOW): SendFlow {
  return { ...flowBefore, fixes: onSent(flowBefore.fixes, seq, now) };
}

const send = (stream: "fixes" | "actions", after: number, count: number): SendStep => ({
  do: "send",
  stream,
  after,
  count,
});

test.each([SOCKET, REQUESTS])("actions go before fixes by $channel", (manner) => {
  expect(nextStep(flow(5, 2), manner, NOW)).toEqual(send("actions", 0, 2));
  const { fixes, actions } = flow(5, 2);
  expect(nextStep({ fixes, actions: onSent(actions, 2, NOW) }, manner, NOW)).toEqual(send("fixes", 0, 5));
});

test("no more than a window of either is on its way", () => {
  expect(nextStep(flow(0, 40), SOCKET, NOW)).toEqual(send("actions", 0, ACTION_WINDOW));
  const busy = { ...flow(0, 40), actions: onSent(startStream(0, 40), ACTION_WINDOW, NOW) };
  expect(nextStep(busy, SOCKET, NOW)).toEqual({ do: "wait", until: NOW + 3_000 });
  expect(nextStep(flow(450), SOCKET, NOW)).toEqual(send("fixes", 0, FIXES_PER_FRAME_MAX));
});

test("a full window with more behind it asks for its acknowledgement, and goes on after it", () => {
  const full = sentFixes(flow(450), 200);
  expect(nextStep(full, SOCKET, NOW)).toEqual({ do: "flush" });
  const acked = { ...full, fixes: onAcked(onAsked(full.fixes, NOW), 200, NOW) };
  expect(nextStep(acked, SOCKET, NOW)).toEqual(send("fixes", 200, 200));
});

test("200 fixes stay below the frame's limit, however long their numbers are", () => {
  const n = -1.234_567_890_123_456_7e-101;
  const fix: WireFix = [Number.MAX_SAFE_INTEGER, MILLIS_MAX, n, n, n, n, n, 255];
  const frame = LocationUpdate.parse({
    type: "driver:locationUpdate",
    epoch: "e".repeat(36),
    fixes: Array.from({ length: FIXES_PER_FRAME_MAX }, () => fix),
  });
  expect(JSON.stringify(frame).length).toBeLessThan(FRAME_MAX_BYTES);
});

describe("company", () => {
  const gathering: SendManner = { ...SOCKET, batch: 3, holdMs: 15_000 };
  const one = { ...flow(0), fixes: onAppended(startStream(0, 0), 1, NOW) };

  test("a fix waits for it, but not for ever", () => {
    expect(nextStep(one, gathering, NOW)).toEqual({ do: "wait", until: NOW + 15_000 });
    expect(nextStep(one, gathering, NOW + 15_000)).toEqual(send("fixes", 0, 1));
  });

  test("the third sends all, a page that goes sends at once", () => {
    const three = { ...one, fixes: onAppended(onAppended(one.fixes, 2, NOW), 3, NOW) };
    expect(nextStep(three, gathering, NOW)).toEqual(send("fixes", 0, 3));
    expect(nextStep(one, { ...gathering, hurry: true }, NOW)).toEqual(send("fixes", 0, 1));
    expect(nextStep(sentFixes(one, 1), { ...gathering, hurry: true }, NOW)).toEqual({ do: "flush" });
  });
});

describe("an acknowledgement that does not come", () => {
  const sent = sentFixes(flow(3), 3);

  test("is no trouble for 35 s, then it is asked for, then after 3 s all is sent again", () => {
    expect(nextStep(sent, SOCKET, NOW + 34_999)).toEqual({ do: "wait", until: NOW + 35_000 });
    expect(nextStep(sent, SOCKET, NOW + 35_000)).toEqual({ do: "flush" });
    const asked = { ...sent, fixes: onAsked(sent.fixes, NOW + 35_000) };
    expect(nextStep(asked, SOCKET, NOW + 37_999)).toEqual({ do: "wait", until: NOW + 38_000 });
    expect(nextStep(asked, SOCKET, NOW + 38_000)).toEqual({ do: "rewind", stream: "fixes" });
    const again = { ...asked, fixes: onRewound(asked.fixes) };
    expect(nextStep(again, SOCKET, NOW + 38_000)).toEqual(send("fixes", 0, 3));
  });

  test("by request there is nothing to ask with, so all is sent again", () => {
    expect(nextStep(sent, REQUESTS, NOW + 35_000)).toEqual({ do: "rewind", stream: "fixes" });
  });

  test("for an action 3 s are enough, each time twice as long, and then the connection is given up", () => {
    let actions = startStream(0, 1);
    const patience: number[] = [];
    for (let resend = 0; resend < 4; resend++) {
      actions = onSent(actions, 1, NOW);
      const step = nextStep({ ...flow(0), actions }, SOCKET, NOW);
      patience.push(step.do === "wait" && step.until !== null ? step.until - NOW : Number.NaN);
      if (resend < 3) actions = onRewound(actions);
    }
    expect(patience).toEqual([3_000, 6_000, 12_000, 24_000]);
    expect(nextStep({ ...flow(0), actions }, SOCKET, NOW + 24_000)).toEqual({ do: "reset" });
    expect(nextStep({ ...flow(0), actions }, REQUESTS, NOW + 24_000)).toEqual({ do: "rewind", stream: "actions" });
    expect(onOpened({ ...flow(0), actions }).actions).toEqual(startStream(0, 1));
  });

  test("for what came after the question is waited as for any other", () => {
    const asked = onAsked(sent.fixes, NOW);
    const later = onSent(onAppended(asked, 4, NOW), 4, NOW);
    const acked = { ...flow(0), fixes: onAcked(later, 3, NOW + 100) };
    expect(nextStep(acked, SOCKET, NOW + 20_000)).toEqual({ do: "wait", until: NOW + 35_100 });
  });
});

test("an old acknowledgement changes nothing, one from an earlier connection counts", () => {
  const stream = onAcked(startStream(0, 9), 5, NOW);
  expect(onAcked(stream, 4, NOW)).toBe(stream);
  expect(nextStep({ ...flow(0), fixes: stream }, SOCKET, NOW)).toEqual(send("fixes", 5, 4));
});

test("with nothing to tell it waits for news", () => {
  expect(nextStep(flow(0), SOCKET, NOW)).toEqual({ do: "wait", until: null });
});
