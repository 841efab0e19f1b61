import { httpMessenger } from "./http-messenger.ts";
import type { MessageSettings } from "./message-settings.ts";
import type { Messenger } from "./messenger.ts";
import { type SandboxBox, sandboxMessenger } from "./sandbox-messenger.ts";

/** `box` is opened by the sandbox alone. */
export function chooseMessenger(settings: MessageSettings, environment: string, box: () => SandboxBox): Messenger {
  return settings.kind === "http" ? httpMessenger(settings) : sandboxMessenger(box(), environment);
}
