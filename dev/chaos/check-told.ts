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
 * I6: everybody was told everything, once. Where an answer may get lost it is asked for again, under the same name: that is
 * how a provider knows that it has sent it.
 */
export function checkTold(
  notes: readonly Told[],
  calls: readonly Asked[],
  { wanted, mayRepeat }: { readonly wanted: number; readonly mayRepeat: boolean },
): string[] {
  const byKey = Map.groupBy(notes, ({ key }) => key);
  const taken = Map.groupBy(
    calls.filter(({ outcome }) => outcome === "accepted"),
    ({ id }) => id,
  );
  const known = new Set(
    calls.filter(({ outcome }) => outcome === "accepted" || outcome === "lost").map(({ id }) => id),
  );
  const unsent = notes.filter(({ status }) => status !== "sent").length;
  const twice = [...byKey.values()].filter((of) => of.length > 1).length;
  const again = [...taken.values()].filter((of) => of.length > 1).length;
  return [
    ...(byKey.size === wanted ? [] : [`${byKey.size} of ${wanted} have a line`]),
    ...(unsent === 0 ? [] : [`${unsent} are not sent`]),
    ...(twice === 0 ? [] : [`${twice} have two lines`]),
    ...(mayRepeat || again === 0 ? [] : [`${again} were asked for again although they had been taken`]),
    ...(known.size === wanted ? [] : [`the provider was given ${known.size} of ${wanted}`]),
  ];
}
