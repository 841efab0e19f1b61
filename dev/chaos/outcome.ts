import type { Fleet } from "./fleet.ts";
import type { Violation } from "./invariants.ts";

/** One line of the report. Anything in `failures` fails the run. */
export interface Outcome {
  readonly name: string;
  readonly work: string;
  readonly result: string;
  readonly failures: readonly string[];
}

const FAILURES_SHOWN = 10;

export function outcomeOf(
  fleet: Fleet,
  violations: readonly Violation[],
  { also, ...line }: Omit<Outcome, "failures"> & { readonly also: readonly string[] },
): Outcome {
  const broken = violations.map(({ invariant, tripId, detail }) => `${invariant} ${tripId} ${detail}`);
  return { ...line, failures: [...broken, ...fleet.troubles, ...also] };
}

export function printOutcomes(outcomes: readonly (Outcome & { readonly seconds: number })[]): void {
  console.log("\n| fault | work | result | s | verdict |\n| --- | --- | --- | --- | --- |");
  for (const { name, work, result, seconds, failures } of outcomes) {
    const verdict = failures.length === 0 ? "held" : "BROKEN";
    console.log(`| ${name} | ${work} | ${result} | ${Math.round(seconds)} | ${verdict} |`);
  }
  for (const { name, failures } of outcomes.filter((one) => one.failures.length > 0)) {
    const more = failures.length > FAILURES_SHOWN ? `\n  and ${failures.length - FAILURES_SHOWN} more` : "";
    console.error(`\n${name}\n  ${failures.slice(0, FAILURES_SHOWN).join("\n  ")}${more}`);
  }
}
