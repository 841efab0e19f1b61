import "../schema-setup.ts";
import * as z from "zod";
import { backoffCeilingMs } from "../../../domain/live-client/reconnect.ts";
import { API_BASE } from "../../../protocol/api/endpoint.ts";
import { type SentFrame, sendActions, sendPositions } from "../../../protocol/api/positions.ts";
import type { DriverAction, DriverUp } from "../../../protocol/live/driver-up.ts";
import { Epoch } from "../../../protocol/live/fix.ts";
import type { Clockwork } from "./clockwork.ts";
import type { SendChannel } from "./driver-sender.ts";
import type { Http, HttpReply } from "./http.ts";

/** The acknowledgement of a socket. What a later version adds to the answer is no reason to send all again. */
const Answer = z.object({
  epoch: Epoch,
  fixes: z.int().min(0),
  actions: z.int().min(0),
  refused: z.array(z.object({ ref: z.int(), why: z.string() })).default([]),
});
type RefusedAction = z.infer<typeof Answer>["refused"][number];

interface RequestDeps extends Pick<Clockwork, "now" | "random" | "setTimer"> {
  readonly http: Http;
  readonly onRefused: (refused: RefusedAction) => void;
}

/** The driver's frames by request, where a network lets no socket through. */
export function requestChannel({ http, now, random, setTimer, onRefused }: RequestDeps): SendChannel {
  let failures = 0;
  const pause = (reply: HttpReply | null): Promise<false> => {
    const backoffMs = random() * backoffCeilingMs(failures++);
    return new Promise((resolve) => {
      setTimer(() => resolve(false), Math.max(backoffMs, reply?.retryAfterMs ?? 0));
    });
  };
  return {
    kind: "rest",
    send: async (frames) => {
      const ask = askFor(frames, now());
      // What it brings is stored with the answer, so there is nothing to flush.
      if (!ask) return true;
      const reply = await http({ method: "POST", ...ask });
      const answer = Answer.safeParse(reply?.body);
      if (!answer.success) return pause(reply);
      failures = 0;
      const { refused, ...ack } = answer.data;
      for (const action of refused) onRefused(action);
      return { type: "ack", ...ack };
    },
    reset: () => {},
  };
}

/** The socket's frames without their types, and by which clock they were dated: a device may change between the two at any moment. */
function askFor(frames: readonly DriverUp[], sentAt: number): { path: string; body: unknown } | null {
  const [first] = frames;
  if (first?.type === "driver:locationUpdate") {
    const body: SentFrame = { epoch: first.epoch, fixes: first.fixes, sentAt };
    return { path: API_BASE + sendPositions.path, body };
  }
  const actions = frames.filter(isAction);
  return actions.length === 0 ? null : { path: API_BASE + sendActions.path, body: { actions, sentAt } };
}

function isAction(frame: DriverUp): frame is DriverAction {
  return "seq" in frame;
}
