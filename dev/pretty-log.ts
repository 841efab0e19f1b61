/** Lines of wrangler that say nothing new: our own table and log have it. */
const NOISE = [
  /^\s*$/,
  /wrangler \d/,
  /─{5}/,
  /Using (vars|secrets) defined|Your Worker has access|^Binding|^env\./,
  /Ready on|Connection status|⎔|custom build|valid header rule|\[wrangler:info\] (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) /,
  /types might be out of date/,
  /Scheduled Workers are not|manually trigger a scheduled|cdn-cgi\/local\/scheduled|cron-triggers\/#test/,
];
/** Of interest only to who looks for it: DEBUG=1 shows them. */
const DEBUG = '"level":"debug"';

/** A line of the running product as a person wants it, or undefined for none. */
export function prettyLine(line: string, debug: boolean): string | undefined {
  if (NOISE.some((pattern) => pattern.test(line))) return undefined;
  const json = /\{"level".*\}/.exec(line)?.[0];
  if (json === undefined) return line;
  if (json.includes(DEBUG) && !debug) return undefined;
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
