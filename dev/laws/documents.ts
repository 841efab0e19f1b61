import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, posix, sep } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** Every Markdown page at the root and under docs/, by path. */
export function readDocuments(root: string = ROOT): Map<string, string> {
  const names = [
    ...readdirSync(root),
    ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).map((name) => join("docs", name)),
  ];
  const pages = names.filter((name) => name.endsWith(".md"));
  return new Map(pages.map((name) => [name.split(sep).join("/"), readFileSync(join(root, name), "utf8")]));
}

export function existsInRepository(path: string): boolean {
  return existsSync(join(ROOT, path));
}

/** Links to files that are not there, as `page -> target`. */
export function brokenLinks(pages: ReadonlyMap<string, string>, exists: (path: string) => boolean): string[] {
  return [...pages].flatMap(([page, text]) =>
    [...text.matchAll(/\]\((?!https?:|#)(?<target>[^)#\s]+)[^)]*\)/g)]
      .map((match) => match.groups?.["target"] ?? "")
      .filter((target) => !exists(posix.join(posix.dirname(page), target)))
      .map((target) => `${page} -> ${target}`),
  );
}

/** Commands that a page names and package.json lacks, as `page: npm run x`. */
export function unknownCommands(pages: ReadonlyMap<string, string>, scripts: readonly string[]): string[] {
  return [...pages].flatMap(([page, text]) =>
    [...text.matchAll(/`npm (?:run )?(?<name>[a-z][\w:-]*)[^`]*`/g)]
      .filter((match) => match[0].startsWith("`npm run ") || match.groups?.["name"] === "test")
      .map((match) => match.groups?.["name"] ?? "")
      .filter((name) => !scripts.includes(name))
      .map((name) => `${page}: npm run ${name}`),
  );
}

const RECORD = /^docs\/decisions\/(?<number>\d{4})-[a-z0-9-]+\.md$/;
export const RECORD_MAX_LINES = 40;

/** Records that are misnamed, too long, out of sequence or lack a part. */
export function faultyRecords(pages: ReadonlyMap<string, string>): string[] {
  const records = [...pages]
    .filter(([page]) => page.startsWith("docs/decisions/"))
    .toSorted(([a], [b]) => a.localeCompare(b));
  return records.flatMap(([page, text], index) => {
    const number = RECORD.exec(page)?.groups?.["number"] ?? "?";
    const lines = text.trimEnd().split("\n");
    const faults: string[] = [];
    if (Number(number) !== index + 1) faults.push(`number ${number} where ${index + 1} is next`);
    if (!lines[0]?.startsWith(`# ${number} `)) faults.push("title does not repeat the number");
    if (lines.length > RECORD_MAX_LINES) faults.push(`${lines.length} lines, ${RECORD_MAX_LINES} allowed`);
    for (const part of ["Context", "Decision", "Consequences"]) {
      if (!lines.includes(`## ${part}`)) faults.push(`no ${part}`);
    }
    return faults.map((fault) => `${page}: ${fault}`);
  });
}
