import { DurableObject } from "cloudflare:workers";
import { hasSandbox, type SandboxMessage } from "../../platform/messages/sandbox-messenger.ts";
import type { ChargeState } from "../../platform/payments/payment-provider.ts";
import type { SandboxCharge } from "../../platform/payments/sandbox-payments.ts";
import { ChargeStore } from "./charge-store.ts";
import { DemoStore } from "./demo-store.ts";
import { type KeptMessage, SandboxStore } from "./sandbox-store.ts";

/** Messages that a real provider would have sent, and charges that one would have made; development and tests only. */
export class SandboxOutbox extends DurableObject<Env> {
  readonly #store: SandboxStore;
  readonly #demo: DemoStore;
  readonly #charges: ChargeStore;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    if (!hasSandbox(env.APP_ENV)) throw new Error("There is no sandbox in this environment.");
    this.#store = new SandboxStore(ctx.storage);
    this.#demo = new DemoStore(ctx.storage.sql);
    this.#charges = new ChargeStore(ctx.storage.sql);
  }

  /** The same message again changes nothing, as at a provider that knows its id. */
  keep(message: SandboxMessage): void {
    this.#store.keep(message, Date.now());
  }

  /** Newest first; those to one address when it is given. */
  list(to?: string): KeptMessage[] {
    return this.#store.list(to);
  }

  clear(): void {
    this.#store.clear();
  }

  /** Null: no answer, as from a provider that is down. */
  charge(asked: SandboxCharge): ChargeState | null {
    return this.#charges.charge(asked, Date.now());
  }

  /** Newest first. */
  listCharges(): ReturnType<ChargeStore["list"]> {
    return this.#charges.list();
  }

  showDemo(demo: Parameters<DemoStore["show"]>[0]): void {
    this.#demo.show(demo);
  }

  shownDemo(): ReturnType<DemoStore["shown"]> {
    return this.#demo.shown();
  }
}
