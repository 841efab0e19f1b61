import type { DriverStatus } from "../protocol/driver.ts";

/** Why somebody may not drive today. */
export type DutyHindrance = "not-active" | "document-expired";

export interface DutyPapers {
  readonly status: DriverStatus;
  /** Documents that the tenant requires and whose time is over. */
  readonly expired: readonly string[];
}

/** Null lets the driver go on duty. Coming back from a break is going on duty too. */
export function dutyHindrance({ status, expired }: DutyPapers): DutyHindrance | null {
  if (status !== "active") return "not-active";
  return expired.length > 0 ? "document-expired" : null;
}
