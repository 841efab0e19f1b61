/** How many schedules of failure a run goes through, and the seed of the first. */
export interface SchedulePlan {
  readonly count: number;
  readonly first: number;
}
