import type { AuditId, TenantId } from "../protocol/ids.ts";
import { err, ok, type Result } from "./result.ts";

/** One line of the audit log, as it is sealed: everything that it says, and nothing that is derived. */
export interface AuditFacts {
  readonly id: AuditId;
  readonly tenantId: TenantId;
  readonly position: number;
  readonly at: number;
  readonly actor: string | null;
  readonly requestId: string | null;
  readonly table: string;
  /** The changed row's UUID. */
  readonly rowId: string;
  readonly action: "insert" | "update" | "delete";
  readonly before: unknown;
  readonly after: unknown;
}

/** An entry's place in the chain. Hashes are hexadecimal. */
export interface ChainLink {
  readonly id: AuditId;
  readonly number: number;
  readonly prev: string;
  readonly hash: string;
}

/** Where a chain ends: the last link's number and hash. */
export interface ChainHead {
  readonly number: number;
  readonly hash: string;
}

/**
 * A keyed hash of a text, in hexadecimal. Keyed, so that whoever can write to the database, and no more, can neither
 * rewrite the chain nor lengthen it.
 */
export type ChainHash = (text: string) => Promise<string>;

/** Before the first entry. */
export const GENESIS: ChainHead = { number: 0, hash: "0".repeat(64) };

/** An entry as the database gives it back: what it says, and the seal it carries. */
export interface SealedEntry {
  readonly facts: AuditFacts;
  readonly link: ChainLink;
}

/**
 * What is wrong with the first bad entry. `missing`: no entry has this number. `wrong-prev`: it does not follow the one
 * before it. `wrong-hash`: it was changed, moved, or made by somebody without the key. `unexpected-end`: the chain ends
 * elsewhere than its writer says.
 */
export interface ChainFault {
  readonly tag: "missing" | "wrong-prev" | "wrong-hash" | "unexpected-end";
  readonly number: number;
  readonly id?: AuditId;
}

export async function nextLink(hash: ChainHash, head: ChainHead, facts: AuditFacts): Promise<ChainLink> {
  const number = head.number + 1;
  const text = `${head.hash}|${number}|${canonicalJson(facts)}`;
  return { id: facts.id, number, prev: head.hash, hash: await hash(text) };
}

/** Walks a chain from its beginning, in the order of its numbers. The writer's own head also finds a cut-off end. */
export async function verifyChain(
  hash: ChainHash,
  entries: AsyncIterable<SealedEntry>,
  writersHead?: ChainHead,
): Promise<Result<ChainHead, ChainFault>> {
  let head = GENESIS;
  for await (const { facts, link } of entries) {
    const expected = await nextLink(hash, head, facts);
    if (link.number !== expected.number) return err({ tag: "missing", number: expected.number });
    if (link.prev !== expected.prev) return err({ tag: "wrong-prev", number: link.number, id: facts.id });
    if (link.hash !== expected.hash) return err({ tag: "wrong-hash", number: link.number, id: facts.id });
    head = { number: link.number, hash: link.hash };
  }
  if (writersHead && (writersHead.number !== head.number || writersHead.hash !== head.hash))
    return err({ tag: "unexpected-end", number: head.number });
  return ok(head);
}

/** JSON with the keys of every object in order, so that equal values are equal texts whoever stored them. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
