import * as z from "zod";

/** What Postgres keeps a version in. */
const VERSION_MAX = 2 ** 31 - 1;

/** Counts the changes of a row. Who changes one says which version was read: another one meanwhile is a conflict. */
export const RowVersion = z.int().min(1).max(VERSION_MAX);
