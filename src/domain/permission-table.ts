import type { Action, Resource } from "../protocol/access.ts";
import type { Role } from "./caller.ts";

/** `own`: what belongs to the caller: itself, its store's, its regions', its trip's. `tenant`: everything of its tenant's. */
export type Grant = "none" | "own" | "tenant";

type Letter = "-" | "o" | "t";
/** Five letters in this order: list, read, create, update, delete. */
type Row = `${Letter}${Letter}${Letter}${Letter}${Letter}`;

const COLUMN: Record<Action, number> = { list: 0, read: 1, create: 2, update: 3, delete: 4 };
const MEANING: Record<string, Grant> = { o: "own", t: "tenant" };

// A store reads people's names from its shipments only. A key limited to a store has at most what a store has, and none
// of this without the scope for it. Proofs, logs and what happened are never changed. A queue's replay is an update.
const TABLE: Record<Resource, Record<Role, Row>> = {
  tenant: {
    admin: "-t-t-",
    dispatcher: "-t---",
    store: "-t---",
    driver: "-t---",
    key: "-----",
    link: "-----",
    nobody: "-----",
  },
  region: {
    admin: "ttttt",
    dispatcher: "oo---",
    store: "tt---",
    driver: "-o---",
    key: "tt---",
    link: "-----",
    nobody: "-----",
  },
  user: {
    admin: "ttttt",
    dispatcher: "tt---",
    store: "-o---",
    driver: "-----",
    key: "-----",
    link: "-----",
    nobody: "-----",
  },
  driver: {
    admin: "ttttt",
    dispatcher: "oooo-",
    store: "-----",
    driver: "-o-o-",
    key: "tt---",
    link: "-----",
    nobody: "-----",
  },
  vehicle: {
    admin: "ttttt",
    dispatcher: "tttt-",
    store: "-----",
    driver: "-o---",
    key: "tt---",
    link: "-----",
    nobody: "-----",
  },
  shipment: {
    admin: "ttttt",
    dispatcher: "oooo-",
    store: "oooo-",
    driver: "oo-o-",
    key: "tttt-",
    link: "-o---",
    nobody: "-----",
  },
  trip: {
    admin: "ttttt",
    dispatcher: "oooo-",
    store: "-----",
    driver: "oooo-",
    key: "tt---",
    link: "-----",
    nobody: "-----",
  },
  "tracking-link": {
    admin: "ttttt",
    dispatcher: "ooooo",
    store: "ooooo",
    driver: "-----",
    key: "ttttt",
    link: "-o---",
    nobody: "-----",
  },
  geofence: {
    admin: "ttttt",
    dispatcher: "ooooo",
    store: "-----",
    driver: "oo---",
    key: "tt---",
    link: "-----",
    nobody: "-----",
  },
  proof: {
    admin: "ttt-t",
    dispatcher: "ooo--",
    store: "oo---",
    driver: "ooo--",
    key: "tt---",
    link: "-o---",
    nobody: "-----",
  },
  payment: {
    admin: "tttt-",
    dispatcher: "ooo--",
    store: "oo---",
    driver: "ooo--",
    key: "-----",
    link: "-----",
    nobody: "-----",
  },
  document: {
    admin: "ttttt",
    dispatcher: "oooo-",
    store: "-----",
    driver: "ooo--",
    key: "-----",
    link: "-----",
    nobody: "-----",
  },
  session: {
    admin: "tt--t",
    dispatcher: "oo--o",
    store: "oo--o",
    driver: "oo--o",
    key: "-----",
    link: "-----",
    nobody: "-----",
  },
  invitation: {
    admin: "ttt-t",
    dispatcher: "ooo-o",
    store: "-----",
    driver: "-----",
    key: "-----",
    link: "-----",
    nobody: "-----",
  },
  "api-key": {
    admin: "ttt-t",
    dispatcher: "-----",
    store: "ooo-o",
    driver: "-----",
    key: "-----",
    link: "-----",
    nobody: "-----",
  },
  "audit-log": {
    admin: "tt---",
    dispatcher: "-----",
    store: "-----",
    driver: "-----",
    key: "-----",
    link: "-----",
    nobody: "-----",
  },
  "access-log": {
    admin: "tt---",
    dispatcher: "-----",
    store: "-----",
    driver: "oo---",
    key: "-----",
    link: "-----",
    nobody: "-----",
  },
  webhook: {
    admin: "ttttt",
    dispatcher: "-----",
    store: "ooooo",
    driver: "-----",
    key: "ttttt",
    link: "-----",
    nobody: "-----",
  },
  queue: {
    admin: "tt-t-",
    dispatcher: "-----",
    store: "-----",
    driver: "-----",
    key: "-----",
    link: "-----",
    nobody: "-----",
  },
  location: {
    admin: "tttt-",
    dispatcher: "oo---",
    store: "oo---",
    driver: "-ooo-",
    key: "tt---",
    link: "-o---",
    nobody: "-----",
  },
  sos: {
    admin: "tt-t-",
    dispatcher: "oo-o-",
    store: "-----",
    // Whoever called by mistake says so.
    driver: "oooo-",
    key: "-----",
    link: "-----",
    nobody: "-----",
  },
};

/** What the role alone allows; scopes and limits of one caller come on top. */
export function tableGrant(role: Role, resource: Resource, action: Action): Grant {
  return MEANING[TABLE[resource][role].charAt(COLUMN[action])] ?? "none";
}
