/** What happens to a system under test: every system gets the same. */
export interface Load {
  readonly name: string;
  readonly drivers: number;
  readonly dispatchers: number;
  /** Between two positions of one driver. */
  readonly everyMs: number;
  readonly warmUpMs: number;
  readonly windowMs: number;
  /** Over how long drivers begin, where that matters: what each does once in so long is then spread as on any day. */
  readonly joinMs?: number;
}

/** A position is shown at most every 5 s, except of a driver who has called for help: then each second. */
const SHOWN_EACH_MS = 5_000;

export function updatesPerSecond({ drivers, everyMs }: Load): number {
  return (drivers * 1_000) / everyMs;
}

export function callsForHelp({ everyMs }: Load): boolean {
  return everyMs < SHOWN_EACH_MS;
}

/** Which update of the common clock is a driver's first. */
export function firstUpdate({ joinMs = 0, everyMs }: Load, driver: number): number {
  return driver % Math.max(1, Math.round(joinMs / everyMs));
}

export function socketsOf({ drivers, dispatchers }: Load): number {
  return 2 * drivers + dispatchers;
}
