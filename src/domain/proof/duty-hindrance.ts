import type { DocumentKind, DocumentStatus } from "../../protocol/upload.ts";

export interface Paper {
  readonly kind: DocumentKind;
  readonly status: DocumentStatus;
  /** The last day that it is good for, as YYYY-MM-DD; null for ever. */
  readonly expiresOn: string | null;
}

/** What stands between a driver and its duty. */
export interface DutyHindrance {
  readonly kind: DocumentKind;
  readonly why: "missing" | "not-approved" | "expired";
}

const DATE_CHARACTERS = 10;

/** By the day in UTC: within half a day of the driver's own, wherever that is. */
export function hasExpired({ expiresOn }: Pick<Paper, "expiresOn">, now: number): boolean {
  return expiresOn !== null && expiresOn < new Date(now).toISOString().slice(0, DATE_CHARACTERS);
}

/** The first required paper of which no copy is good now; undefined where nothing is in the way. */
export function dutyHindrance(
  required: readonly DocumentKind[],
  papers: readonly Paper[],
  now: number,
): DutyHindrance | undefined {
  for (const kind of required) {
    const copies = papers.filter((paper) => paper.kind === kind);
    const approved = copies.filter(({ status }) => status === "approved");
    if (approved.some((paper) => !hasExpired(paper, now))) continue;
    if (approved.length > 0) return { kind, why: "expired" };
    return { kind, why: copies.length > 0 ? "not-approved" : "missing" };
  }
  return undefined;
}
