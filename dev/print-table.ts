import type { DevDatabase } from "./database.ts";

/** Where to look, and as whom: one login of each role, all of the first tenant. */
export function printTable(url: string, { logins, vars }: DevDatabase): void {
  const tenant = logins[0]?.tenant;
  const roles = new Map(
    logins
      .filter((login) => login.tenant === tenant)
      .toReversed()
      .map((login) => [login.role.split(" ")[0], login]),
  );
  const rows = [
    ["Start page", url],
    ["Dispatcher's map", `${url}/dispatch/`],
    ["API reference", `${url}/api/docs`],
    ["Health", `${url}/health`],
    ["Objects, files, queues", `${url}/cdn-cgi/local/explorer`],
    ["Database", vars.DATABASE_URL.replace(/:[^:@/]+@/, ":…@")],
    ...[...roles.values()].toReversed().map(({ role, login }) => [`Demo ${role}`, `${login}  (${tenant})`]),
  ];
  const width = Math.max(...rows.map(([label = ""]) => label.length));
  console.log(`\n${rows.map(([label = "", value]) => `  ${label.padEnd(width)}  ${value}`).join("\n")}\n`);
}
