import type { Reporter, TestModule } from "vitest/node";
import { printBudget } from "./budget.ts";

const MS = 1_000;

/** Says at the end, in words that need no knowledge of the tools, what ran, how long, and whether it is well. */
export class TestSummary implements Reporter {
  readonly #parts = new Map<string, { from: number; to: number }>();

  onTestModuleStart(module: TestModule): void {
    const name = module.project.name;
    if (!this.#parts.has(name)) this.#parts.set(name, { from: performance.now(), to: performance.now() });
  }

  onTestModuleEnd(module: TestModule): void {
    const part = this.#parts.get(module.project.name);
    if (part) part.to = performance.now();
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const broken = modules.filter((module) => module.state() === "failed" && module.errors().length > 0).length;
    const failed = count("failed") + broken + errors.length;
    const parts = [...this.#parts].map(([part, { from, to }]) => ({ part, seconds: (to - from) / MS }));
    printBudget(parts);
    if (failed > 0) console.log("\nSomething is broken: each failure above says what was expected and where.");
    else if (tests.length === 0) console.log("\nNo test ran.");
    else console.log("\nEverything works.");
    const skipped = count("skipped");
    console.log(`${count("passed")} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  }
}
