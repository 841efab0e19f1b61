/** Lines of wrangler that say nothing new: our own table and log have it. */
const NOISE = [
  /^\s*$/,
  /wrangler \d/,
  /─{5}/,
  /Using (vars|secrets) defined|Your Worker has access|^Binding|^env\./,
  /Ready on|Connection status|⎔|custom build|valid header rule|\[wrangler:info\] (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) /,
  /types might be out of date/,
  // Known: they open the local bucket alone.
  /Processing wrangler\.toml configuration|experimental_s3_credentials" fields are experimental/,
  /Scheduled Workers are not|manually trigger a scheduled|cdn-cgi\/local\/scheduled|cron-triggers\/#test/,
  /\[wrangler:info\] QUEUE /,
  /"event":"request".*"route":"\/health\/live".*"status":200/,
];
/** Of interest only to who looks for it: DEBUG=1 shows them. */
const DEBUG = '"level":"debug"';
/** What a fleet and its desk do all day, while it goes well: everything else would drown in it. */
const FLEET = [
  /"event":"request".*"route":"\/(?:osmand|owntracks|dev\/demo|ws\/driver|shipments|trips|uploads)[^"]*".*"status":[12]\d\d/,
  /"event":"request".*"route":"\/drivers\/(?:me\/positions|:driverId\/location)".*"status":200/,
  /"event":"request".*"route":"\/drivers\/:driverId\/tracker-tokens".*"status":201/,
  /"level":"info".*"event":"ledger"/,
];

interface Wanted {
  /** Queries and other details too. */
  readonly debug: boolean;
  /** Simulated drivers are at work: what they do is no news. */
  readonly fleet: boolean;
}

/** A line of the running product as a person wants it, or undefined for none. */
export function prettyLine(line: string, { debug, fleet }: Wanted): string | undefined {
  if (NOISE.some((pattern) => pattern.test(line))) return undefined;
  const json = /\{"level".*\}/.exec(line)?.[0];
  if (json === undefined) return line;
  const isFleet = fleet && FLEET.some((pattern) => pattern.test(json));
  if ((isFleet || json.includes(DEBUG)) && !debug) return undefined;
  const { level, event, requestId: _, stack, ...rest }: Record<string, unknown> = JSON.parse(json);
  const words =
    event === "request"
      ? requestWords(rest)
      : [event, ...Object.entries(rest).map(([key, value]) => `${key}=${text(value)}`)];
  const mark = level === "error" ? "✘ " : level === "warn" ? "! " : "  ";
  return mark + words.join(" ") + (typeof stack === "string" ? `\n${stack.split("\n").slice(1).join("\n")}` : "");
}

function requestWords({ method, route, status, ms }: Record<string, unknown>): unknown[] {
  return [String(method).padEnd(6), status, route, `${text(ms)} ms`];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
