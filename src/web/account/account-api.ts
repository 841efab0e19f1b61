import { callEndpoint } from "../shared/api-client.ts";
import { chooseAccount, startCode, verifyCode } from "../../protocol/api/auth.ts";
import * as own from "../../protocol/api/factors.ts";
import { acceptInvitation, readInvitation } from "../../protocol/api/invitations.ts";
import { getMe } from "../../protocol/api/me.ts";
import { endSession, listSessions, logout } from "../../protocol/api/sessions.ts";
import { deviceName } from "./device-name.ts";

// Loaded after the first paint: the endpoints bring the schema library, which is larger than the page.

export type Login = { readonly channel: "email" | "sms"; readonly to: string };
/** With a ticket somebody half-way through signing in, without one whoever is signed in. */
export type Who = { readonly ticket?: string };

const device = deviceName(navigator.userAgent);

export function sendCode(login: Login) {
  return callEndpoint(startCode, { body: login });
}

export function checkCode(login: Login, challengeId: string, code: string) {
  return callEndpoint(verifyCode, { body: { ...login, challengeId, code, device } });
}

export function continueAs(ticket: string) {
  return callEndpoint(chooseAccount, { body: { ticket, device } });
}

export function checkTotp(ticket: string, code: string) {
  return callEndpoint(own.verifyTotp, { body: { ticket, code, device } });
}

export function checkRecovery(ticket: string, code: string) {
  return callEndpoint(own.verifyRecovery, { body: { ticket, code, device } });
}

export function newTotp(who: Who) {
  return callEndpoint(own.beginTotp, { body: who });
}

export function keepTotp(who: Who, code: string) {
  return callEndpoint(own.confirmTotp, { body: { ...who, code, device } });
}

export function factors() {
  return callEndpoint(own.listFactors, {});
}

export function sessions() {
  return callEndpoint(listSessions, {});
}

export function end(id: string) {
  return callEndpoint(endSession, { params: { id } });
}

export function signOut() {
  return callEndpoint(logout, { body: {} });
}

export function removePasskey(id: string) {
  return callEndpoint(own.removePasskey, { params: { id } });
}

export function me() {
  return callEndpoint(getMe, {});
}

export function readOffer(token: string) {
  return callEndpoint(readInvitation, { body: { token } });
}

export function accept(token: string) {
  return callEndpoint(acceptInvitation, { body: { token } });
}
