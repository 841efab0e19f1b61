export interface FuzzPlan {
  /** For each operation. */
  requests: number;
  seed: number;
}
