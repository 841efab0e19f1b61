import { signal } from "@preact/signals";
import type { LiveDriver } from "../../protocol/live/dispatch-down.ts";
import { ask } from "./dispatch-asking.ts";

/** Somebody who was hired a moment ago may be missing; asking more often would not find those of other regions either. */
const AGAIN_MS = 60_000;

export type DriverNames = ReturnType<typeof createDriverNames>;

/** What drivers are called in full: positions carry first names alone, and a big region has many of each. */
export function createDriverNames() {
  const names = signal<ReadonlyMap<string, string>>(new Map());
  let askedAt = -Infinity;

  /** Page by page, so that the first names are there soon. What does not come is asked for again later. */
  async function load(): Promise<void> {
    let after: string | undefined;
    do {
      const page = await ask((api) => api.drivers(after));
      if (!page.ok) return;
      names.value = new Map([...names.value, ...page.value.items.map(({ id, name }) => [id, name] as const)]);
      after = page.value.next;
    } while (after !== undefined);
  }

  return {
    names,
    nameOf: ({ driverId, driverFirstName }: LiveDriver): string => names.value.get(driverId) ?? driverFirstName,
    /** Asks for them if one of these is unknown. */
    know: (drivers: readonly Pick<LiveDriver, "driverId">[]): void => {
      if (performance.now() - askedAt < AGAIN_MS) return;
      if (drivers.every(({ driverId }) => names.value.has(driverId))) return;
      askedAt = performance.now();
      void load();
    },
  };
}
