import { spawn } from "node:child_process";
import { messageOf } from "./message-of.ts";
import { ROOT } from "./paths.ts";

export interface Step {
  name: string;
  /** A command line, or work to do in this process that throws when it finds something. */
  run: string[] | (() => Promise<string>);
}

export interface Outcome {
  name: string;
  ok: boolean;
  seconds: number;
  output: string;
}

/** As many at once as the machine has cores for; most of these are one thread each. */
const AT_ONCE = 2;

/** Runs all steps, also after a failure: one run shows everything there is to mend. */
export async function runSteps(steps: readonly Step[], onDone: (outcome: Outcome) => void): Promise<Outcome[]> {
  const queue = [...steps];
  const outcomes: Outcome[] = [];
  const lane = async () => {
    for (let step = queue.shift(); step; step = queue.shift()) {
      const started = performance.now();
      const { ok, output } = await runStep(step);
      const outcome = { name: step.name, ok, seconds: (performance.now() - started) / 1000, output };
      outcomes.push(outcome);
      onDone(outcome);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return outcomes;
}

async function runStep({ run }: Step): Promise<{ ok: boolean; output: string }> {
  if (Array.isArray(run)) return runCommand(run);
  try {
    return { ok: true, output: await run() };
  } catch (error) {
    return { ok: false, output: messageOf(error) };
  }
}

export async function runCommand([program = "", ...args]: string[]): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.once("error", (error) => resolve({ ok: false, output: error.message }));
    child.once("close", (code) => resolve({ ok: code === 0, output }));
  });
}
