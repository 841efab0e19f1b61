type Step = () => Promise<void> | void;

/** Longest wait for everything to stop before the command ends regardless. */
const PATIENCE_MS = 15_000;

/**
 * Runs the steps, last added first, once, when the command is asked to stop: Ctrl-C, a signal, or its parent's death
 * (seen as a closed channel). What a command started is stopped here, and nothing else.
 */
export class Shutdown {
  readonly #steps: Step[] = [];
  #running: Promise<void> | undefined;

  constructor() {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void this.exit(0));
    process.on("disconnect", () => void this.exit(0));
    process.on("uncaughtException", (error) => {
      console.error(error);
      void this.exit(1);
    });
  }

  get running(): boolean {
    return this.#running !== undefined;
  }

  add(step: Step): void {
    this.#steps.unshift(step);
  }

  async exit(code: number): Promise<never> {
    setTimeout(() => process.exit(code || 1), PATIENCE_MS).unref();
    await (this.#running ??= this.#run());
    process.exit(code);
  }

  async #run(): Promise<void> {
    for (const step of this.#steps) {
      try {
        await step();
      } catch (error) {
        console.error("While stopping:", error);
      }
    }
  }
}
