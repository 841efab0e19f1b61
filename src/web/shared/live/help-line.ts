import "../schema-setup.ts";
import type { ActionDraft } from "../../../domain/live-client/outbox.ts";
import { backoffCeilingMs } from "../../../domain/live-client/reconnect.ts";
import { isSosOpen } from "../../../domain/sos-state.ts";
import { timedTypeId } from "../../../domain/typeid.ts";
import { API_BASE } from "../../../protocol/api/endpoint.ts";
import { SosId } from "../../../protocol/ids.ts";
import { Sos, type SosPlace, SosPress } from "../../../protocol/sos.ts";
import type { Clockwork } from "./clockwork.ts";
import type { Http } from "./http.ts";

const KEPT_AT = "doorstep.help";
const RANDOM_BYTES = 16;
/** From there on an answer is the server's last word about this press. */
const [CLIENT_ERROR, SERVER_ERROR] = [400, 500];
/** Refusals that pass: too many at once, and a session that is being renewed. */
const PASSING: ReadonlySet<number> = new Set([401, 408, 409, 425, 429]);

interface HelpLineOptions extends Clockwork {
  readonly http: Http;
  /** Keeps the press before anything is sent: at once, so that a page that dies in the next moment has it. */
  readonly kept: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  readonly randomBytes: (count: number) => Uint8Array;
  /** The trip's own stream; what it holds goes out by socket or by request. Null while there is no trip. */
  readonly act: ((action: ActionDraft) => Promise<unknown>) | null;
  /** Where the device is; null where nobody knows. */
  readonly where: () => Promise<SosPlace | null>;
  readonly onCall: (call: Sos) => void;
  readonly onTrouble: (cause: unknown) => void;
}

/**
 * The driver's call for help. It goes both ways at once, by the trip's stream and by a request of its own, under one id:
 * whichever arrives first is the call, the other changes nothing. What is not answered is sent again for ever.
 */
export class HelpLine {
  readonly #options: HelpLineOptions;
  #failures = 0;
  #cancel: () => void = () => {};

  constructor(options: HelpLineOptions) {
    this.#options = options;
  }

  /** Goes on with what was pressed before the page was opened anew. */
  start(): void {
    const press = this.#kept();
    if (press) void this.#send(press);
  }

  stop(): void {
    this.#cancel();
  }

  /** Kept when it returns. */
  press(place: SosPlace | null, note: string | null): void {
    const { act, kept, now, onTrouble, randomBytes } = this.#options;
    const at = now();
    const id = SosId.parse(timedTypeId("sos", at, randomBytes(RANDOM_BYTES)));
    const press: SosPress = { id, at, lat: place?.lat ?? null, lng: place?.lng ?? null, note };
    kept.setItem(KEPT_AT, JSON.stringify(press));
    const { id: sosId, ...pressed } = press;
    act?.({ type: "driver:sos", ...pressed, sosId }).catch(onTrouble);
    this.#cancel();
    void this.#send(press);
  }

  async #send(press: SosPress): Promise<void> {
    const { id, at, lat, lng, note } = press;
    const place = lat === null || lng === null ? {} : { lat, lng };
    const body = { id, at, ...place, ...(note !== null && { note }) };
    const reply = await this.#options.http({ method: "POST", path: `${API_BASE}/sos`, body });
    const call = Sos.safeParse(reply?.body);
    if (call.success) {
      this.#failures = 0;
      this.#options.kept.removeItem(KEPT_AT);
      return this.#follow(call.data);
    }
    if (reply && isLastWord(reply.status)) {
      this.#options.kept.removeItem(KEPT_AT);
      return this.#options.onTrouble(new Error(`the call for help was refused: ${reply.status}`));
    }
    const backoffMs = this.#options.random() * backoffCeilingMs(this.#failures++);
    this.#again(Math.max(backoffMs, reply?.retryAfterMs ?? 0), () => this.#send(press));
  }

  /** Outside of a trip nobody else says where the driver is; each answer tells who has come to help. */
  #follow(call: Sos): void {
    this.#options.onCall(call);
    if (call.tripId !== null || call.locateEveryMs === null || !isSosOpen(call.state)) return;
    this.#again(call.locateEveryMs, () => this.#locate(call));
  }

  async #locate(call: Sos): Promise<void> {
    const { http, where } = this.#options;
    const place = await where();
    const path = `${API_BASE}/sos/${call.id}/place`;
    const reply = place && (await http({ method: "PUT", path, body: place }));
    const told = Sos.safeParse(reply?.body);
    this.#follow(told.success ? told.data : call);
  }

  #again(afterMs: number, run: () => Promise<void>): void {
    this.#cancel = this.#options.setTimer(() => {
      run().catch(this.#options.onTrouble);
    }, afterMs);
  }

  #kept(): SosPress | null {
    const text = this.#options.kept.getItem(KEPT_AT);
    return text === null ? null : SosPress.parse(JSON.parse(text));
  }
}

function isLastWord(status: number): boolean {
  return status >= CLIENT_ERROR && status < SERVER_ERROR && !PASSING.has(status);
}
