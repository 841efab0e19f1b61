import { startAuthentication, startRegistration } from "@simplewebauthn/browser";
import type * as z from "zod";
import { err, ok, type Result } from "../../domain/result.ts";
import { addPasskey, beginPasskey, passkeyOptions, verifyPasskey } from "../../protocol/api/factors.ts";
import { callEndpoint } from "../shared/api-client.ts";
import type { PasskeyTrouble } from "../shared/trouble.ts";
import type { Who } from "./account-api.ts";
import { deviceName } from "./device-name.ts";
import { CreationOptions, RequestOptions } from "./passkey-options.ts";

const device = deviceName(navigator.userAgent);

/** Names of DOMExceptions, which the library keeps. A person's "no" and a dialog that ran out look alike on purpose. */
const TROUBLE: Readonly<Record<string, PasskeyTrouble["code"]>> = {
  NotAllowedError: "passkey-cancelled",
  AbortError: "passkey-cancelled",
  InvalidStateError: "passkey-known",
};

export async function signInByPasskey(who: Who) {
  const asked = await callEndpoint(passkeyOptions, { body: who });
  if (!asked.ok) return asked;
  const assertion = await dialog(RequestOptions, asked.value.options, (optionsJSON) =>
    startAuthentication({ optionsJSON }),
  );
  return assertion.ok
    ? callEndpoint(verifyPasskey, { body: { ...who, device, assertion: assertion.value } })
    : assertion;
}

export async function createPasskey(who: Who, name: string) {
  const asked = await callEndpoint(beginPasskey, { body: who });
  if (!asked.ok) return asked;
  const made = await dialog(CreationOptions, asked.value.options, (optionsJSON) => startRegistration({ optionsJSON }));
  return made.ok ? callEndpoint(addPasskey, { body: { ...who, device, name, registration: made.value } }) : made;
}

async function dialog<Options, Credential>(
  schema: z.ZodType<Options>,
  options: unknown,
  open: (options: Options) => Promise<Credential>,
): Promise<Result<Credential, PasskeyTrouble | { readonly code: "unreadable" }>> {
  const parsed = schema.safeParse(options);
  if (!parsed.success) return err({ code: "unreadable" });
  try {
    return ok(await open(parsed.data));
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    return err({ code: TROUBLE[name] ?? "passkey-failed" });
  }
}
