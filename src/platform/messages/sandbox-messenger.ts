import { err, ok } from "../../domain/result.ts";
import type { Messenger, Sent } from "./messenger.ts";

/** A message that nobody was sent. */
export interface SandboxMessage {
  readonly id: string;
  readonly channel: "sms" | "mail";
  readonly to: string;
  /** Empty for an SMS. */
  readonly subject: string;
  readonly text: string;
}

/** Where they are kept: the object's own methods. */
export interface SandboxBox {
  keep: (message: SandboxMessage) => Promise<unknown>;
}

/** Anywhere else people wait for their code, and whoever could read the box could sign in as anybody. */
const LOCAL = new Set<string>(["development", "test"]);

export function hasSandbox(environment: string): boolean {
  return LOCAL.has(environment);
}

/** Keeps messages instead of sending them. Asks for the environment again, so that a slip in configuration opens nothing. */
export function sandboxMessenger(box: SandboxBox, environment: string): Messenger {
  const keep = async (message: SandboxMessage): Promise<Sent> => {
    if (!hasSandbox(environment)) return err({ tag: "not-here" });
    await box.keep(message);
    return ok(undefined);
  };
  return {
    sms: ({ id, to, text }) => keep({ id, channel: "sms", to, subject: "", text }),
    mail: ({ id, to, subject, text }) => keep({ id, channel: "mail", to, subject, text }),
  };
}
