import { tableGrant } from "../../domain/permission-table.ts";
import type { PersonRole } from "../../protocol/account.ts";

/** Who may see where the drivers of a region are: whoever may list its trips. The server asks the same table. */
export function mayDispatch(role: PersonRole): boolean {
  return tableGrant(role, "region", "list") !== "none" && tableGrant(role, "trip", "list") !== "none";
}
