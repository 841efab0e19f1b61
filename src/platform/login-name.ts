import * as z from "zod";
import { err, ok, type Result } from "../domain/result.ts";
import { blindIndex, importHmacKey } from "./blind-index.ts";
import { parsePhoneNumber } from "./phone-number.ts";

/** Users have addresses, drivers have phones. */
export type LoginChannel = "email" | "sms";

export interface LoginName {
  readonly channel: LoginChannel;
  /** One spelling for each address, so that equal ones have equal indexes. */
  readonly name: string;
}

const Email = z.email();
/** The columns that the indexes belong to: equal texts in two of them have nothing in common. */
const FIELD: Record<LoginChannel, string> = { email: "users.email", sms: "drivers.phone" };

export async function readLoginName(
  channel: LoginChannel,
  text: string,
): Promise<Result<LoginName, { tag: "malformed" }>> {
  if (channel === "email") {
    const email = Email.safeParse(text.trim().toLowerCase());
    return email.success ? ok({ channel, name: email.data }) : err({ tag: "malformed" });
  }
  const phone = parsePhoneNumber(text);
  return phone.ok ? ok({ channel, name: phone.value }) : err({ tag: "malformed" });
}

export async function indexOfLogin(hmacKey: string, { channel, name }: LoginName): Promise<Uint8Array> {
  return blindIndex(await importHmacKey(hmacKey), FIELD[channel], name);
}
