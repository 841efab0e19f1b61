import { listOutbox } from "../../protocol/api/outbox.ts";
import { exchange } from "../shared/api-exchange.ts";

/** Loaded after the first paint, with the schema library. */
export function askOutbox() {
  return exchange(listOutbox, {}, null);
}
