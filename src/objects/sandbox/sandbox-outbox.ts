import { DurableObject } from "cloudflare:workers";
import { hasSandbox, type SandboxMessage } from "../../platform/messages/sandbox-messenger.ts";
import { DemoStore } from "./demo-store.ts";
import { type KeptMessage, SandboxStore } from "./sandbox-store.ts";

/** Messages that a real provider would have sent; development and tests only. */
export class SandboxOutbox extends DurableObject<Env> {
  readonly #store: SandboxStore;
  readonly #demo: DemoStore;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    if (!hasSandbox(env.APP_ENV)) throw new Error("There is no sandbox in this environment.");
    this.#store = new SandboxStore(ctx.storage);
    this.#demo = new DemoStore(ctx.storage.sql);
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

  showDemo(demo: Parameters<DemoStore["show"]>[0]): void {
    this.#demo.show(demo);
  }

  shownDemo(): ReturnType<DemoStore["shown"]> {
    return this.#demo.shown();
  }
}
