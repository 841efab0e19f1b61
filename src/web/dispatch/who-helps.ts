import type { Sos } from "../../protocol/sos.ts";
import type { Trouble } from "../shared/trouble.ts";

type Helper = { readonly name: string | null };

/** Who takes care of it. Whoever was a moment too late reads it from the refusal, which comes even without a socket. */
export function whoHelps({ acknowledgedBy }: Sos, refused: Trouble | null): Helper | null {
  return acknowledgedBy ?? (refused && "winner" in refused ? (refused.winner ?? null) : null);
}
