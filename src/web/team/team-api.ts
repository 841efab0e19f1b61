import { createApiKey, listApiKeys, type NewApiKey, revokeApiKey } from "../../protocol/api/api-keys.ts";
import { invite, listInvitations, revokeInvitation } from "../../protocol/api/invitations.ts";
import * as people from "../../protocol/api/people.ts";
import { versionTag } from "../../protocol/api/entity-tag.ts";
import * as region from "../../protocol/api/regions.ts";
import { getSettings, replaceSettings } from "../../protocol/api/settings.ts";
import { getTileJson } from "../../protocol/api/tiles.ts";
import { callEndpoint } from "../shared/api-client.ts";
import type { CallInput } from "../shared/api-request.ts";

// Loaded after the first paint: the endpoints bring the schema library, which is larger than the page.

export type After = string | undefined;
export type NewInvitation = CallInput<typeof invite>["body"];
export type NewRegion = CallInput<typeof region.createRegion>["body"];
export type RegionChange = CallInput<typeof region.changeRegion>["body"];
export type ChosenRules = CallInput<typeof replaceSettings>["body"];
export type UserAccess = CallInput<typeof people.changeUserRole>["body"];

/** The most that the server reads at once: names of regions are needed all together. */
const REGIONS_AT_ONCE = 100;

export function users(query: CallInput<typeof people.listUsers>["query"]) {
  return callEndpoint(people.listUsers, { query });
}

export function drivers(query: CallInput<typeof people.listDrivers>["query"]) {
  return callEndpoint(people.listDrivers, { query });
}

export function changeRole(userId: string, body: UserAccess) {
  return callEndpoint(people.changeUserRole, { params: { userId }, body });
}

export function suspendUser(userId: string) {
  return callEndpoint(people.suspendUser, { params: { userId } });
}

export function restoreUser(userId: string) {
  return callEndpoint(people.restoreUser, { params: { userId } });
}

export function suspendDriver(driverId: string) {
  return callEndpoint(people.suspendDriver, { params: { driverId } });
}

export function restoreDriver(driverId: string) {
  return callEndpoint(people.restoreDriver, { params: { driverId } });
}

export function invitations(after: After) {
  return callEndpoint(listInvitations, { query: { after } });
}

export function sendInvitation(body: NewInvitation) {
  return callEndpoint(invite, { body });
}

export function takeBack(invitationId: string) {
  return callEndpoint(revokeInvitation, { params: { invitationId } });
}

export function keys(after: After) {
  return callEndpoint(listApiKeys, { query: { after } });
}

export function makeKey(body: NewApiKey) {
  return callEndpoint(createApiKey, { body });
}

export function revokeKey(keyId: string) {
  return callEndpoint(revokeApiKey, { params: { keyId } });
}

export function regions(after: After) {
  return callEndpoint(region.listRegions, { query: { after, limit: REGIONS_AT_ONCE } });
}

export function allRegions(after: After) {
  return callEndpoint(region.listRegions, { query: { after, closed: "true" } });
}

export function regionDetail(regionId: string) {
  return callEndpoint(region.getRegion, { params: { regionId } });
}

export function openRegion(body: NewRegion) {
  return callEndpoint(region.createRegion, { body });
}

/** Refused where somebody has changed that version. */
export function changeRegion(regionId: string, version: number, body: RegionChange) {
  const headers = { "if-match": versionTag(version) };
  return callEndpoint(region.changeRegion, { params: { regionId }, headers, body });
}

export function closeRegion(regionId: string) {
  return callEndpoint(region.closeRegion, { params: { regionId } });
}

export function rules() {
  return callEndpoint(getSettings, {});
}

export function saveRules(version: number, body: ChosenRules) {
  return callEndpoint(replaceSettings, { headers: { "if-match": versionTag(version) }, body });
}

export function basemap() {
  return callEndpoint(getTileJson, {});
}
