interface Told {
  readonly id: string;
  readonly key: string;
  readonly status: string;
}

interface Asked {
  readonly id: string;
  readonly outcome: "accepted" | "refused" | "failed" | "lost";
}

/**
 * I6: everybody was told everything, once. What may have been sent is asked for again under the same name: that is how a
 * provider knows that it has sent it. What it was heard to take is not asked for again, but for as many as `repeatsMax`, which
 * are those that Postgres could not be told of.
 */
export function checkTold(
  notes: readonly Told[],
  calls: readonly Asked[],
  { wanted, repeatsMax }: { readonly wanted: number; readonly repeatsMax: number },
): string[] {
  const byKey = Map.groupBy(notes, ({ key }) => key);
  const known = new Set(
    calls.filter(({ outcome }) => outcome === "accepted" || outcome === "lost").map(({ id }) => id),
  );
  const unsent = notes.filter(({ status }) => status !== "sent").length;
  const twice = [...byKey.values()].filter((of) => of.length > 1).length;
  const again = takenAgain(calls);
  return [
    ...(byKey.size === wanted ? [] : [`${byKey.size} of ${wanted} have a line`]),
    ...(unsent === 0 ? [] : [`${unsent} are not sent`]),
    ...(twice === 0 ? [] : [`${twice} have two lines`]),
    ...(again <= repeatsMax
      ? []
      : [`${again} were asked for again although they had been taken, of ${repeatsMax} that may be`]),
    ...(known.size === wanted ? [] : [`the provider was given ${known.size} of ${wanted}`]),
  ];
}

/** In words, whether it is right or not. */
export function toldOf(notes: readonly Told[], calls: readonly Asked[]): string {
  const sent = notes.filter(({ status }) => status === "sent").length;
  return `${sent} sent, ${takenAgain(calls)} taken twice,`;
}

/** How often a provider took what it had taken before, and had said so. */
function takenAgain(calls: readonly Asked[]): number {
  const taken = calls.filter(({ outcome }) => outcome === "accepted").map(({ id }) => id);
  return taken.length - new Set(taken).size;
}
