import type { Page } from "playwright-core";
import type * as Phone from "../../../src/web/shared/live/phone.ts";
import { SignInStep } from "../../../src/protocol/api/auth.ts";
import { bundleModule } from "./module-page.ts";
import { codeSentTo } from "./outbox.ts";

declare global {
  interface Window {
    phone: typeof Phone;
    client: Awaited<ReturnType<typeof Phone.openPhone>>;
    /** What the client said of itself last. */
    told: Phone.PhoneState;
  }
}

export function bundlePhone(): Promise<string> {
  return bundleModule("src/web/shared/live/phone.ts");
}

/** A driver's access token, as a phone gets one: with the code that it is sent. */
export async function signInPhone(page: Page, phone: string): Promise<string> {
  const post = async (data: object): Promise<unknown> => {
    const answer = await page.request.post("/api/v1/drivers/auth", { data });
    if (!answer.ok()) throw new Error(`signing in answered ${answer.status()}`);
    return answer.json();
  };
  const sent = await post({ phone });
  const challengeId = sent && typeof sent === "object" && "challengeId" in sent ? sent.challengeId : null;
  const typed = { phone, challengeId, code: await codeSentTo(page, phone), device: "Phone", native: true };
  const signedIn = SignInStep.parse(await post(typed));
  if (signedIn.step !== "done") throw new Error(signedIn.step);
  return signedIn.accessToken;
}

/** An empty page of our own origin that does what a driver's phone does; called again, it is the same phone reloaded. */
export async function carryPhone(
  page: Page,
  code: string,
  { driverId, token }: { readonly driverId: string; readonly token: string },
): Promise<void> {
  await page.route("**/phone-under-test*", (route) =>
    route.request().url().endsWith(".js")
      ? route.fulfill({ contentType: "text/javascript", body: code })
      : route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Phone</title>" }),
  );
  await page.goto("/phone-under-test");
  await page.addScriptTag({ type: "module", content: `window.phone = await import("/phone-under-test.js")` });
  await page.waitForFunction(() => "phone" in window);
  await page.evaluate(
    async ([id, secret]) => {
      const ears = {
        onState: (state: Phone.PhoneState) => void (window.told = state),
        onMessage: () => {},
        onLocationTrouble: () => {},
        onTrouble: (cause: unknown) => void (document.title = String(cause)),
      };
      const { signal } = new AbortController();
      const bearer = { token: () => secret, renew: async () => {} };
      window.client = await window.phone.openPhone({ baseUrl: location.origin, driverId: id, bearer, signal }, ears);
    },
    [driverId, token] as const,
  );
}
