/** For tests and load runs: what a position costs. */
export interface RegionCounters {
  reports: number;
  ticks: number;
  timers: number;
  frames: number;
  bytes: number;
  /** Calls to replicas. */
  relays: number;
  /** A call to a replica is on its way. */
  isTelling: boolean;
  rowsWritten: number;
}

export interface ShardCounters {
  reports: number;
  batches: number;
  /** Something is on its way to the region, or will be. */
  isBusy: boolean;
}

export interface ReplicaCounters {
  viewers: number;
  /** A picture is on its way from the region. */
  isAsking: boolean;
}

export interface EndedPerson {
  readonly personId: string;
  /** All of the person's when absent. */
  readonly sessionId?: string;
}
