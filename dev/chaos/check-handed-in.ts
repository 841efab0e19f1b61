/** A parcel as Postgres has it, by the number that its sender gave it. */
export interface HandedRow {
  readonly reference: string;
  readonly shipments: number;
  /** Lines of its history that say that it was made. */
  readonly made: number;
}

/** I1 for what comes by request: everything that was said yes to is there, once, and was made once. */
export function checkHandedIn(accepted: readonly string[], rows: readonly HandedRow[]): string[] {
  const byReference = new Map(rows.map((row) => [row.reference, row]));
  const lost = accepted.filter((reference) => !byReference.has(reference)).length;
  const twice = rows.filter(({ shipments, made }) => shipments > 1 || made > 1).length;
  const unmade = rows.filter(({ made }) => made === 0).length;
  return [
    ...(lost === 0 ? [] : [`${lost} parcels are missing`]),
    ...(twice === 0 ? [] : [`${twice} parcels were made twice`]),
    ...(unmade === 0 ? [] : [`${unmade} parcels have no beginning`]),
  ];
}
