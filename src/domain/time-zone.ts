/** Offsets such as +01:00 pass for zones here and mean the opposite in Postgres; names begin with a letter. */
const NAME = /^[A-Za-z]/;

/** Whether this runtime knows a zone of that name. */
export function isTimeZone(name: string): boolean {
  if (!NAME.test(name)) return false;
  try {
    return Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
