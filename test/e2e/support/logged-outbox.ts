import { ClientLog } from "../../../dev/chaos/client-log.ts";
import { MemoryOutbox } from "../../../src/domain/live-client/memory-outbox.ts";
import type { FixDraft, Outbox } from "../../../src/domain/live-client/outbox.ts";

/** A phone's store that notes everything that was put in and everything that was promised. */
export function loggedOutbox(tripId: string, epoch: string): { outbox: Outbox; log: ClientLog } {
  const log = new ClientLog(tripId, epoch);
  const memory = new MemoryOutbox(epoch);
  const outbox: Outbox = {
    contents: () => memory.contents(),
    append: (draft: FixDraft) => {
      log.fixes.say(draft.at);
      return memory.append(draft);
    },
    appendAction: (draft) => memory.appendAction(draft),
    fixesAfter: (seq, count) => memory.fixesAfter(seq, count),
    actionsAfter: (seq, count) => memory.actionsAfter(seq, count),
    ackTo: (fixes, actions) => {
      log.acked(fixes, 0);
      return memory.ackTo(fixes, actions);
    },
    keepTold: (told) => memory.keepTold(told),
  };
  return { outbox, log };
}
