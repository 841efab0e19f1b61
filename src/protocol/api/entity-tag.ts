import * as z from "zod";

/** A client names the one version that it read, seldom two; RFC 9110 allows a list. */
const TAGS_MAX = 10;
const TAGS_MAX_CHARS = 200;
/** Versions are Postgres integers: ten digits. */
const OF_VERSION = /^"(\d{1,10})"$/;
/** A tag as RFC 9110 spells it. A weak one is read and fits nothing, as it says there. */
const TAG = /^(?:W\/)?"[\x21\x23-\x7e]*"$/;

/** Which versions a change may be based on. */
export type WantedVersions = "any" | readonly number[];

/** The `ETag` of something that counts its versions. */
export function versionTag(version: number): string {
  return `"${version}"`;
}

/** Undefined where it is no list of tags. What is no tag of ours fits nothing. */
export function readVersionTags(text: string): WantedVersions | undefined {
  const list = text.split(",").map((tag) => tag.trim());
  if (list.length === 1 && list[0] === "*") return "any";
  if (list.length > TAGS_MAX || !list.every((tag) => TAG.test(tag))) return undefined;
  return list.flatMap((tag) => {
    const version = OF_VERSION.exec(tag)?.[1];
    return version === undefined ? [] : [Number(version)];
  });
}

export function isWanted(wanted: WantedVersions | undefined, version: number): boolean {
  return wanted === undefined || wanted === "any" || wanted.includes(version);
}

/** Part of the headers of whatever changes such a thing. */
export const IfMatch = z
  .string()
  .max(TAGS_MAX_CHARS)
  .transform((text, context) => {
    const wanted = readVersionTags(text);
    if (wanted === undefined) context.addIssue({ code: "custom", message: 'must be tags such as "3"' });
    return wanted ?? [];
  })
  .optional()
  .meta({ description: "The `ETag` that the change is based on; refused with 409 if there is a newer version" });
