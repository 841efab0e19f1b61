import { decodeJwt } from "jose";
import type { Page } from "playwright-core";
import { Person } from "../src/protocol/api/auth.ts";
import { API_BASE } from "../src/protocol/api/endpoint.ts";
import { refresh } from "../src/protocol/api/sessions.ts";

const SECONDS = 3_600;

/** Whoever the token names is signed in on the page: it asks for its session, and is given that. */
export async function holdSession(page: Page, accessToken: string): Promise<void> {
  const { sub: id, role, tid: tenantId, sid: sessionId } = decodeJwt(accessToken);
  const person = Person.parse({ id, role, tenantId });
  const session = { step: "done", accessToken, expiresInSeconds: SECONDS, sessionId, person };
  await page.route(`**${API_BASE}${refresh.path}`, async (route) => route.fulfill({ json: session }));
}
