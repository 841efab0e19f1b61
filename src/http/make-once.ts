import type { Failure } from "../domain/failure.ts";
import type { Result } from "../domain/result.ts";
import { newRowId, type RowIds } from "../platform/new-row-id.ts";
import type { HttpDeps } from "./deps.ts";

/** Makes something new, unless an earlier try under the same key has made it and nobody heard of that. */
export async function makeOnce<Kind extends keyof RowIds, Made>(
  { attempt }: HttpDeps,
  kind: Kind,
  does: Record<"find" | "make", (id: ReturnType<RowIds[Kind]>) => Promise<Result<Made, Failure>>>,
): Promise<Result<Made, Failure>> {
  // The table gives each kind its own type of id, which the compiler does not follow through a name.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const id = ((await attempt?.ids()) ?? newRowId)[kind]() as ReturnType<RowIds[Kind]>;
  const before = attempt?.isAgain ? await does.find(id) : null;
  // Only where it is not there is it made: who cannot look must not guess.
  return before && (before.ok || before.error.tag !== "not-found") ? before : does.make(id);
}
