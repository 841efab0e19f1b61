import type { CDPSession, Page } from "playwright-core";
import { AccountPage } from "../pages/account-page.ts";

export type PasskeyHolder = {
  /** How many passkeys it holds. */
  count: () => Promise<number>;
  /** What synchronising between two devices of one owner does. */
  copyTo: (other: PasskeyHolder) => Promise<void>;
  readonly receive: (credential: Credential) => Promise<void>;
};
type Credential = Awaited<ReturnType<typeof credentialsOf>>[number];

/** The first sign-in of somebody who has to have a second factor. */
export async function signInWithNewPasskey(page: Page, login: string): Promise<void> {
  await addPasskeyHolder(page);
  const account = new AccountPage(page);
  await account.signInByCode(login);
  await account.at("set-up-factor");
  await account.press("Create a passkey");
  await account.signedIn();
}

/** Gives the page's browser a passkey holder whose owner always confirms. */
export async function addPasskeyHolder(page: Page): Promise<PasskeyHolder> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    count: async () => (await credentialsOf(session, authenticatorId)).length,
    copyTo: async (other) => {
      for (const credential of await credentialsOf(session, authenticatorId)) await other.receive(credential);
    },
    receive: async (credential) => {
      await session.send("WebAuthn.addCredential", { authenticatorId, credential });
    },
  };
}

async function credentialsOf(session: CDPSession, authenticatorId: string) {
  return (await session.send("WebAuthn.getCredentials", { authenticatorId })).credentials;
}
