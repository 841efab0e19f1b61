export class Killed extends Error {}

/**
 * Counts everything that is awaited of what it wraps, and at the given step dies: before the work is done, or after it
 * without anybody hearing of it.
 */
export function dying(dieAt: number, when: "before" | "after") {
  let step = 0;
  const wrap = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(of, name) {
        const member: unknown = Reflect.get(of, name, of);
        if (typeof member !== "function") return member;
        // Nothing is awaited of it: what it gives is wrapped in its place.
        if (name === "forTenant") return (...args: unknown[]) => wrap(Object(member.apply(of, args)));
        return async (...args: unknown[]) => {
          step += 1;
          const dies = step === dieAt;
          if (dies && when === "before") throw new Killed();
          const value: unknown = await member.apply(of, args);
          if (dies) throw new Killed();
          return value;
        };
      },
    });
  return { wrap, steps: () => step };
}
