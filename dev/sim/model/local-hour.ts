const HOURS = 24;

/** The time of day there, with its fraction: 0 up to but not 24. */
export function localHour(at: number, timeZone: string): number {
  const written = new Intl.DateTimeFormat("en", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const [hours = 0, minutes = 0] = written.format(at).split(":").map(Number);
  return (hours + minutes / 60) % HOURS;
}
