import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { DEV_VARS } from "./paths.ts";

/** 256 bits: the size of the keys themselves. */
const SECRET_BYTES = 32;
const SECRETS = ["HMAC_KEY", "DATA_KEY"] as const;

/** Makes each missing secret once; what is there stays, because sealed data and hashes depend on it. */
export function ensureSecrets(): Record<(typeof SECRETS)[number], string> {
  const known = readDevVars();
  const made = Object.fromEntries(
    SECRETS.filter((name) => !known.get(name)).map((name) => [name, randomBytes(SECRET_BYTES).toString("base64url")]),
  );
  if (Object.keys(made).length > 0) writeDevVars(made);
  const value = (name: string) => made[name] ?? known.get(name) ?? "";
  return { HMAC_KEY: value("HMAC_KEY"), DATA_KEY: value("DATA_KEY") };
}

export function readDevVars(): Map<string, string> {
  const text = existsSync(DEV_VARS) ? readFileSync(DEV_VARS, "utf8") : "";
  return new Map(
    text.split("\n").flatMap((line) => {
      const [, name = "", value = ""] = /^\s*([A-Z_]+)\s*=\s*"?(.*?)"?\s*$/.exec(line) ?? [];
      return name ? [[name, value] as const] : [];
    }),
  );
}

/** Sets the given variables and leaves every other line as it is. */
export function writeDevVars(values: Record<string, string>): void {
  const text = existsSync(DEV_VARS)
    ? readFileSync(DEV_VARS, "utf8")
    : "# Made by `npm run dev`. Never commit this file.\n";
  const kept = text.split("\n").filter((line) => !Object.keys(values).some((name) => line.startsWith(`${name}=`)));
  const added = Object.entries(values).map(([name, value]) => `${name}="${value}"`);
  writeFileSync(DEV_VARS, `${[...kept.filter(Boolean), ...added].join("\n")}\n`, { mode: 0o600 });
}
