import { uuidv7 } from "uuidv7";

/** For requests and other things that live in logs only. */
export function newRequestId(): string {
  return uuidv7();
}
