import { DurableObject } from "cloudflare:workers";
import type * as z from "zod";
import { beginRounds, improveRounds } from "../../domain/improve-rounds.ts";
import { SLICE_STEPS, SLICES_MAX } from "../../domain/route-optimiser.ts";
import type { Job } from "../../protocol/jobs.ts";
import { ApplyOutcome, OPTIMISATION_KEPT_MS, OptimisationJob } from "../../protocol/optimisation.ts";
import { readOptimiserOwner } from "../../platform/object-stubs.ts";
import { AlarmSlots } from "../lib/alarm-slots.ts";
import { OptimiserStore } from "./optimiser-store.ts";

/** A slice that the runtime stopped so often is too much for it. */
const TRIES_MAX = 3;
/** Queues lose what waits in them; what is applied twice is applied once. */
const APPLY_AGAIN_MS = 30_000;
/** Five minutes: whoever waits for it has looked at the trip by then. */
const APPLY_TRIES_MAX = 10;

/** One question to the optimiser, worked on in slices: each is an alarm of its own with its own share of CPU time. */
export class OptimiserObject extends DurableObject<Env> {
  readonly #slots = new AlarmSlots<"work" | "apply" | "forget">(this.ctx.storage, "optimiser");
  #opened: OptimiserStore | null = null;

  async begin(input: z.input<typeof OptimisationJob>): Promise<void> {
    const job = OptimisationJob.parse(input);
    this.#store().begin(job);
    await this.#slots.set("forget", job.askedAt + OPTIMISATION_KEPT_MS);
    await this.#slots.set("work", Date.now());
  }

  /** Null for a job that nobody began, or that was forgotten. */
  progress(): ReturnType<OptimiserStore["progress"]> {
    return OptimiserStore.isMade(this.ctx.storage) ? this.#store().progress() : null;
  }

  /** What became of the trip that the answer was for. */
  conclude(outcome: ApplyOutcome): void {
    this.#store().conclude(ApplyOutcome.parse(outcome));
  }

  override async alarm(): Promise<void> {
    let isForgotten = false;
    await this.#slots.run(Date.now(), {
      work: async () => this.#work(this.#store()),
      apply: async () => this.#apply(this.#store()),
      forget: () => {
        isForgotten = true;
      },
    });
    if (!isForgotten) return;
    this.#opened = null;
    await this.#slots.wipe();
  }

  async #work(store: OptimiserStore): Promise<void> {
    const progress = store.progress();
    if (progress?.state !== "pending") return;
    const { job, plan, slices, tries } = progress;
    if (tries >= TRIES_MAX) return store.fail();
    store.noteTry();
    // Should the runtime stop what follows, it is known that it was tried.
    await this.ctx.storage.sync();
    const { plan: better, isSettled } =
      plan === null ? { plan: beginRounds(job, job.given), isSettled: false } : improveRounds(job, plan, SLICE_STEPS);
    const isOver = isSettled || slices + 1 >= SLICES_MAX;
    store.endSlice(better, isOver ? "done" : "pending");
    if (!isOver) await this.#slots.set("work", Date.now());
    else if (job.apply) await this.#slots.set("apply", Date.now());
  }

  /** Trips are not told from here: their new way is asked of a routing service, as it is for every other plan. */
  async #apply(store: OptimiserStore): Promise<void> {
    const progress = store.progress();
    if (progress?.outcome !== null) return;
    if (progress.tries >= APPLY_TRIES_MAX) return store.conclude("unreachable");
    store.noteTry();
    await this.#slots.set("apply", Date.now() + APPLY_AGAIN_MS);
    const job: Job = { kind: "apply-optimisation", ...readOptimiserOwner(this.ctx.id.name) };
    await this.env.LEDGER_QUEUE.send(job);
  }

  /** Made on first use, because a wiped object may be asked again before it leaves memory. */
  #store(): OptimiserStore {
    return (this.#opened ??= new OptimiserStore(this.ctx.storage));
  }
}
