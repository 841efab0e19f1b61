// Apart from the schemas: a page that only counts characters must not load 26 KiB of schema library for it.

/** Longer reasons are letters, not reasons. */
export const REASON_MAX_CHARS = 200;
/** Of a note beside a word of a list: both together are one reason, and no word is longer than 38 characters. */
export const CALL_OFF_NOTE_MAX_CHARS = 160;
