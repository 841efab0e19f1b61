import type { HttpMessages } from "./message-settings.ts";
import type { Mail, Messenger, Sent, Sms } from "./messenger.ts";
import { postMessage } from "./post-message.ts";

/** Sends through the deployment's providers. */
export function httpMessenger(settings: HttpMessages, timeoutMs?: number): Messenger {
  return {
    sms: (message) => sendSms(settings.sms, message, timeoutMs),
    mail: (message) => sendMail(settings.mail, message, timeoutMs),
  };
}

/** The Messages resource that Twilio made and many gateways speak: a form, behind the account's name and token. */
async function sendSms(settings: HttpMessages["sms"], { id, to, text }: Sms, timeoutMs?: number): Promise<Sent> {
  return postMessage({
    url: `${settings.url}/2010-04-01/Accounts/${settings.account}/Messages.json`,
    id,
    headers: { Authorization: `Basic ${btoa(`${settings.account}:${settings.token}`)}` },
    body: new URLSearchParams({ To: to, From: settings.from, Body: text }),
    timeoutMs,
  });
}

/** The shape that Resend and services like it take. Text only: nothing in it can be a disguised link. */
async function sendMail(
  settings: HttpMessages["mail"],
  { id, to, subject, text }: Mail,
  timeoutMs?: number,
): Promise<Sent> {
  return postMessage({
    url: `${settings.url}/emails`,
    id,
    headers: { Authorization: `Bearer ${settings.token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ from: settings.from, to: [to], subject, text }),
    timeoutMs,
  });
}
