import { uuidv7obj } from "uuidv7";
import { typeIdFromBytes } from "../domain/typeid.ts";
import { ApiKeyId, DriverId, InvitationId, LinkId, LocationViewId, SecurityEventId, UserId } from "../protocol/ids.ts";

/** Ids of new rows: version 7 UUIDs, so that a table grows at the end of its index and a list by id is one by age. */
export const newRowId = {
  user: () => UserId.parse(make("usr")),
  driver: () => DriverId.parse(make("drv")),
  apiKey: () => ApiKeyId.parse(make("key")),
  invitation: () => InvitationId.parse(make("inv")),
  link: () => LinkId.parse(make("lnk")),
  locationView: () => LocationViewId.parse(make("lvw")),
  securityEvent: () => SecurityEventId.parse(make("sev")),
};

function make(prefix: string): string {
  return typeIdFromBytes(prefix, uuidv7obj().bytes);
}
