import { afterAll, describe, expect, test } from "vitest";
import { createFixtureProject } from "./fixture-project.ts";

const CLEAN = "export function isOverdue(promisedBy: number, now: number): boolean {\n  return now > promisedBy;\n}\n";

const fixture = createFixtureProject([".oxlintrc.json", "src/tsconfig.base.json", "src/domain/tsconfig.json"], {
  "package.json": JSON.stringify({ name: "fixture", type: "module", private: true }),
  "knip.json": JSON.stringify({ entry: ["src/worker.ts"], project: ["src/**/*.ts"] }),
  "src/worker.ts": 'import { alive } from "./domain/alive.ts";\n\nexport default { alive };\n',
  "src/domain/alive.ts": "export const alive = 1;\n\nexport const nobodyAsks = 2;\n",
  "src/domain/clean.ts": CLEAN,
  "src/domain/network.ts": 'export const page: unknown = fetch("/health");\n',
  "src/domain/browser.ts": "export const title: unknown = document.title;\n",
  "src/domain/clock.ts": "export const startedAt = Date.now();\n",
  "src/domain/dice.ts": "export const dice = Math.random();\n",
  "src/domain/floating.ts": floating(),
});

// All three at once: they take as long as the slowest, about 3 s on two busy cores.
const runs = {
  tsc: fixture.run("tsc", ["-p", "src/domain"]),
  oxlint: fixture.run("oxlint", ["--no-ignore", "--format", "unix", "src"]),
  knip: fixture.run("knip", ["--no-progress", "--reporter", "compact"]),
};

afterAll(async () => {
  await Promise.allSettled(Object.values(runs));
  fixture.remove();
});

function floating(): string {
  return [
    "async function save(): Promise<void> {",
    "  await Promise.resolve();",
    "}",
    "",
    "export function close(): void {",
    "  save();",
    "}",
    "",
  ].join("\n");
}

describe("in a domain file the compiler refuses", () => {
  test.each([
    ["the network", "network.ts", "Cannot find name 'fetch'"],
    ["the page", "browser.ts", "Cannot find name 'document'"],
  ])("%s", async (_what, file, complaint) => {
    const { exitCode, output } = await runs.tsc;
    expect(exitCode).not.toBe(0);
    expect(linesAbout(output, file)).toContain(complaint);
  });

  test("and nothing in a clean file", async () => {
    expect(linesAbout((await runs.tsc).output, "clean.ts")).toBe("");
  });
});

describe("the linter refuses", () => {
  test.each([
    ["a clock in a rule", "clock.ts", "'Date.now' is restricted"],
    ["chance in a rule", "dice.ts", "'Math.random' is restricted"],
    ["a floating promise", "floating.ts", "no-floating-promises"],
  ])("%s", async (_what, file, complaint) => {
    const { exitCode, output } = await runs.oxlint;
    expect(exitCode).not.toBe(0);
    expect(linesAbout(output, file)).toContain(complaint);
  });

  test("and nothing in a clean file", async () => {
    expect(linesAbout((await runs.oxlint).output, "clean.ts")).toBe("");
  });
});

describe("the dead code search refuses", () => {
  test("an export that nobody imports", async () => {
    const { exitCode, output } = await runs.knip;
    expect(exitCode).not.toBe(0);
    expect(linesAbout(output, "alive.ts")).toContain("nobodyAsks");
    expect(linesAbout(output, "worker.ts")).toBe("");
  });

  test("a file that nobody imports", async () => {
    expect((await runs.knip).output).toContain("src/domain/clean.ts");
  });
});

function linesAbout(output: string, file: string): string {
  return output
    .split("\n")
    .filter((line) => line.includes(file))
    .join("\n");
}
