export interface Turn {
  readonly skip: number;
  readonly limit: number;
}

/**
 * Whose turn it is in a round that looks at `limit` of `count` each time: the next ones with each `everyMs`, and from the
 * beginning again behind the last. The clock is the cursor, so that nobody has to store one; where rows come or go
 * meanwhile somebody may be passed over once, and has a turn in the round after.
 */
export function turnAt(now: number, everyMs: number, { count, limit }: { count: number; limit: number }): Turn {
  const turns = Math.max(1, Math.ceil(count / limit));
  return { skip: (Math.floor(now / everyMs) % turns) * limit, limit };
}
