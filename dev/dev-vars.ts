import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { makeSigningKey } from "../src/platform/signing-keys.ts";
import { DEV_VARS } from "./paths.ts";

/** 256 bits: the size of the keys themselves. */
const SECRET_BYTES = 32;
export interface Secrets {
  HMAC_KEY: string;
  DATA_KEY: string;
  SIGNING_KEYS: string;
}

/** New random values for all of them. */
export async function makeSecrets(): Promise<Secrets> {
  const key = () => randomBytes(SECRET_BYTES).toString("base64url");
  return { HMAC_KEY: key(), DATA_KEY: key(), SIGNING_KEYS: JSON.stringify([await makeSigningKey()]) };
}

/** Makes each missing secret once; what is there stays, because sealed data, hashes and sessions depend on it. */
export async function ensureSecrets(): Promise<Secrets> {
  const known = readDevVars();
  const secrets = await makeSecrets();
  const kept = Object.entries(secrets).map(([name, made]) => [name, known.get(name) || made] as const);
  if (kept.some(([name, value]) => known.get(name) !== value)) writeDevVars(Object.fromEntries(kept));
  return { ...secrets, ...Object.fromEntries(kept) };
}

export function readDevVars(): Map<string, string> {
  const text = existsSync(DEV_VARS) ? readFileSync(DEV_VARS, "utf8") : "";
  return new Map(
    text.split("\n").flatMap((line) => {
      const [, name = "", ...values] = /^\s*([A-Z_]+)\s*=\s*(?:'(.*)'|"(.*)"|(.*?))\s*$/.exec(line) ?? [];
      return name ? [[name, values.join("")] as const] : [];
    }),
  );
}

/** Sets the given variables and leaves every other line as it is. */
export function writeDevVars(values: Record<string, string>): void {
  const text = existsSync(DEV_VARS)
    ? readFileSync(DEV_VARS, "utf8")
    : "# Made by `npm run dev`. Never commit this file.\n";
  const kept = text.split("\n").filter((line) => !Object.keys(values).some((name) => line.startsWith(`${name}=`)));
  const added = Object.entries(values).map(([name, value]) => quoted(name, value));
  writeFileSync(DEV_VARS, `${[...kept.filter(Boolean), ...added].join("\n")}\n`, { mode: 0o600 });
}

/** One line of such a file. JSON is full of double quotes, so values stand in single ones. */
export function quoted(name: string, value: string): string {
  return `${name}='${value}'`;
}
