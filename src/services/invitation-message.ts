import type { Messenger } from "../platform/messages/messenger.ts";
import { isE164 } from "../platform/phone-number.ts";
import type { Invitation } from "../protocol/api/invitations.ts";
import type { RelyingParty } from "./relying-party.ts";

/** Tells the invited person. The token is in this message and nowhere else. */
export async function sendInvitation(
  { messenger, relyingParty }: { readonly messenger: Messenger; readonly relyingParty: RelyingParty },
  { invitation, token }: { readonly invitation: Pick<Invitation, "id" | "contact">; readonly token: string },
): Promise<void> {
  const { id, contact } = invitation;
  // Behind the #, so that no server's log ever sees it.
  const text = `You are invited to Doorstep. Open within 7 days: ${relyingParty.origin}/account/#invitation=${token}`;
  const sent = isE164(contact)
    ? await messenger.sms({ id, to: contact, text })
    : await messenger.mail({ id, to: contact, subject: "Your invitation to Doorstep", text });
  if (!sent.ok) throw new Error(`message: ${sent.error.tag}`);
}
