import { DurableObject } from "cloudflare:workers";
import { err, ok, type Result } from "../../domain/result.ts";
import {
  acknowledgeCall,
  endCall,
  type Helper,
  locateCall,
  openCall,
  pressAgain,
  type SosCaller,
  type SosEnd,
  type SosRefused,
} from "../../domain/sos-call.ts";
import { isSosOpen } from "../../domain/sos-state.ts";
import { jobQueues } from "../../platform/job-queue.ts";
import { createLog, logError } from "../../platform/log.ts";
import { newRequestId } from "../../platform/new-id.ts";
import { regionObject, tripObject } from "../../platform/object-stubs.ts";
import type { SosLinkUse } from "../../protocol/api/sos-links.ts";
import { type SosId, TenantId } from "../../protocol/ids.ts";
import { type Sos, SosPlace, SosPress } from "../../protocol/sos.ts";
import { AlarmSlots } from "../lib/alarm-slots.ts";
import { SosStore, type UntoldSos } from "./sos-store.ts";

/** Postgres may be down: what it has not confirmed goes to the queue again. */
const AGAIN_MS = 30_000;
/** A phone that lay in a drawer for a week may still hold a press that was counted. */
const FORGOTTEN_MS = 7 * 24 * 60 * 60_000;

type NotFound = { readonly tag: "not-found" };

/** A tenant's calls for help: the single writer between drivers who call and those who answer. Needs no database. */
export class SosObject extends DurableObject<Env> {
  readonly #slots = new AlarmSlots<"tell">(this.ctx.storage, "sos");
  readonly #tenantId = TenantId.parse(this.ctx.id.name);
  #opened: SosStore | null = null;

  /** The same press twice is one call, and so are two presses while the first call is open. */
  async raise(input: SosPress, caller: SosCaller): Promise<Sos> {
    const press = SosPress.parse(input);
    const store = this.#store();
    const now = Date.now();
    store.forget(now - FORGOTTEN_MS);
    const known = store.ofPress(press.id);
    if (known) return known;
    const before = store.openOf(caller.driverId);
    // A phone's clock may be ahead.
    const timely = { ...press, at: Math.min(press.at, now) };
    return this.#take(store, before ? pressAgain(before, timely, caller) : openCall(timely, caller), press.id);
  }

  async acknowledge(id: SosId, by: Helper): Promise<Result<Sos, SosRefused | NotFound>> {
    const call = this.call(id);
    if (!call) return err({ tag: "not-found" });
    const done = acknowledgeCall(call, by, Date.now());
    if (!done.ok) return done;
    return ok(done.value === call ? call : await this.#take(this.#store(), done.value, null));
  }

  async end(id: SosId, end: SosEnd): Promise<Result<Sos, NotFound>> {
    const call = this.call(id);
    if (!call) return err({ tag: "not-found" });
    const done = endCall(call, end, Date.now());
    return ok(done === call ? call : await this.#take(this.#store(), done, null));
  }

  async locate(id: SosId, input: SosPlace): Promise<Result<Sos, NotFound>> {
    const call = this.call(id);
    if (!call) return err({ tag: "not-found" });
    const now = Date.now();
    const place = SosPlace.parse(input);
    const done = locateCall(call, { ...place, at: Math.min(place.at, now) });
    return ok(done === call ? call : await this.#take(this.#store(), done, null));
  }

  call(id: SosId): Sos | null {
    return SosStore.isMade(this.ctx.storage) ? this.#store().call(id) : null;
  }

  open(): Sos[] {
    return SosStore.isMade(this.ctx.storage) ? this.#store().open() : [];
  }

  /** From the ledger's consumer: Postgres has it. */
  recorded(call: Pick<Sos, "id" | "rev">): void {
    if (SosStore.isMade(this.ctx.storage)) this.#store().told("ledger", call);
  }

  /** From the consumer: each contact has been told, or there is none. */
  contacted(id: SosId): void {
    const call = this.call(id);
    if (call) this.#store().told("contacts", call);
  }

  /** An address that a contact is about to be sent; while the call is open. */
  addLink(id: SosId, tokenHash: string): void {
    const call = this.call(id);
    if (call && isSosOpen(call.state)) this.#store().links.add(id, tokenHash);
  }

  /** What an address leads to, and counts the visit. */
  openLink(tokenHash: string): Sos | null {
    if (!SosStore.isMade(this.ctx.storage)) return null;
    const { links } = this.#store();
    const id = links.callOf(tokenHash);
    if (id) links.opened(tokenHash, Date.now());
    return id && this.call(id);
  }

  links(id: SosId): SosLinkUse[] {
    return this.call(id) ? this.#store().links.usesOf(id) : [];
  }

  override async alarm(): Promise<void> {
    await this.#slots.run(Date.now(), { tell: async () => this.#tell() });
  }

  /** Said once it is durable; the alarm says it at once, and again to whoever could not be reached. */
  async #take(store: SosStore, draft: Omit<Sos, "rev">, pressId: SosId | null): Promise<Sos> {
    const call = store.save(draft, pressId);
    await this.#slots.set("tell", Date.now());
    return call;
  }

  /** Nobody waits for somebody else who cannot be reached. */
  async #tell(): Promise<void> {
    const store = this.#store();
    const tries = await Promise.all(store.untold().map(async (one) => this.#tellOne(store, one)));
    if (tries.includes(false)) throw new Error("somebody could not be told");
    if (store.untold().length > 0) await this.#slots.set("tell", Date.now() + AGAIN_MS, "if-sooner");
  }

  async #tellOne(store: SosStore, { target, call }: UntoldSos): Promise<boolean> {
    try {
      await this.#reach(store, { target, call });
      // Consumers of queues say themselves when they are done.
      if (target !== "ledger" && target !== "contacts") store.told(target, call);
      return true;
    } catch (error) {
      logError(createLog({ requestId: newRequestId() }), `a call for help to the ${target}`, error);
      return false;
    }
  }

  async #reach(store: SosStore, { target, call }: UntoldSos): Promise<void> {
    const tenantId = this.#tenantId;
    switch (target) {
      case "region":
        return regionObject(this.env, tenantId, call.regionId).showSos({
          rev: store.rev(),
          calls: store.openIn(call.regionId),
        });
      case "trip":
        if (call.tripId) await tripObject(this.env, tenantId, call.tripId).helped(call);
        return undefined;
      case "ledger":
        await jobQueues(this.env).ledger.send({ kind: "sos", tenantId, call: withoutNames(call) });
        return undefined;
      case "contacts":
        await jobQueues(this.env).notifications.send({ kind: "sos-contacts", tenantId, sosId: call.id });
    }
  }

  #store(): SosStore {
    return (this.#opened ??= new SosStore(this.ctx.storage));
  }
}

/** Names stay out of queues; the ledger has ids. */
function withoutNames(call: Sos): Sos {
  const { acknowledgedBy } = call;
  return { ...call, driverFirstName: null, acknowledgedBy: acknowledgedBy && { id: acknowledgedBy.id, name: null } };
}
