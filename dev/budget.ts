import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.ts";

/** The table there is the one place for these numbers; this only reads it. */
const FILE = join(ROOT, "docs", "time-budget.md");

export function readBudgets(): Map<string, number> {
  const rows = readFileSync(FILE, "utf8").matchAll(/^\| `?([^|`]+?)`? +\| +(\d+) s/gm);
  return new Map([...rows].map(([, part = "", seconds]) => [part, Number(seconds)]));
}

/** Says what was used of each part's time. Over budget is a remark, not a failure: machines are noisy. */
export function printBudget(parts: readonly { part: string; seconds: number }[]): void {
  const budgets = readBudgets();
  console.log("\nTime used of the budget in docs/time-budget.md:");
  for (const { part, seconds } of parts) {
    const budget = budgets.get(part);
    const remark = budget === undefined ? "(no budget)" : `of ${budget} s${seconds > budget ? "  OVER BUDGET" : ""}`;
    console.log(`  ${part.padEnd(16)} ${seconds.toFixed(1).padStart(6)} s ${remark}`);
  }
}
