import { err } from "../../domain/result.ts";
import { session } from "./session.ts";

/** Goes on with the session that the browser's cookie stands for, if there is one. */
export async function startSession(): Promise<void> {
  session.value = { tag: "starting" };
  const renewal = await loadRenewal();
  const renewed = renewal ? await renewal.renewSession(null) : err({ code: "offline" as const });
  if (!renewed.ok && session.peek().tag === "starting") session.value = { tag: "unknown", why: renewed.error };
}

/** Loaded after the first paint, with the schema library. Without a network it does not arrive. */
async function loadRenewal() {
  try {
    return await import("./renew-session.ts");
  } catch {
    return null;
  }
}
