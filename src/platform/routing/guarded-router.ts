import type { LatLng } from "../../domain/geo.ts";
import { ok, type Result } from "../../domain/result.ts";
import { simplifyPath } from "../../domain/simplify-path.ts";
import type { UpstreamGate, Verdict } from "../outbound/upstream-gate.ts";
import type { RoadError, RoadRouter, RoadWay, TravelMode } from "./road-router.ts";

/** What one question may hold: Valhalla's own limit for cars, and a URL of 0.5 KB for OSRM. */
const PLACES_PER_CALL = 20;
/** Four decimals are 11 m: the same door, measured twice. */
const KEY_DECIMALS = 4;
/** Re-planning asks about the same places again within minutes; longer than a jam a way must not live. */
const KEPT_MS = 10 * 60_000;
/** A call's worth of a city's roads has 1,000 points, 50 KB: 5 of the 128 MB that all requests of a runtime share. */
const ENTRIES_MAX = 100;
/** A way across a country is not kept for the few who ask for it. */
const POINTS_KEPT_MAX = 5_000;
/** A quarter of what counts as off the route; a tenth of the points stays. */
const TOLERANCE_M = 10;

export interface GuardDeps {
  readonly now: () => number;
  readonly gate: UpstreamGate;
  readonly log: (event: { source: RoadRouter["source"]; ms: number; outcome: "ok" | RoadError["tag"] }) => void;
}

/** A router that is not asked twice, and not while it is down: whoever plans a trip then loses no two seconds to it. */
export class GuardedRouter implements RoadRouter {
  readonly #router: RoadRouter;
  readonly #deps: GuardDeps;
  readonly #known = new Map<string, { readonly way: RoadWay; readonly until: number }>();

  constructor(router: RoadRouter, deps: GuardDeps) {
    this.#router = router;
    this.#deps = deps;
  }

  get source(): RoadRouter["source"] {
    return this.#router.source;
  }

  /** Long rounds are asked for in parts, each of which begins where the one before ends. */
  async way(places: readonly LatLng[], mode: TravelMode): Promise<Result<RoadWay, RoadError>> {
    const asked: Promise<Result<RoadWay, RoadError>>[] = [];
    for (let start = 0; start < places.length - 1; start += PLACES_PER_CALL - 1)
      asked.push(this.#part(places.slice(start, start + PLACES_PER_CALL), mode));
    const ways: RoadWay[] = [];
    for (const part of await Promise.all(asked)) {
      if (!part.ok) return part;
      ways.push(part.value);
    }
    return ok({ points: ways.flatMap(({ points }) => points), legs: ways.flatMap(({ legs }) => legs) });
  }

  async #part(places: readonly LatLng[], mode: TravelMode): Promise<Result<RoadWay, RoadError>> {
    const key = keyOf(places, mode);
    const known = this.#known.get(key);
    const startedAt = this.#deps.now();
    if (known && known.until > startedAt) return ok(known.way);
    const found = await this.#deps.gate.call(async () => this.#router.way(places, mode), verdictOn);
    if (!found.ok && found.error.tag === "resting") return found;
    const answer = found.ok ? ok({ ...found.value, points: simplifyPath(found.value.points, TOLERANCE_M) }) : found;
    const now = this.#deps.now();
    this.#deps.log({ source: this.source, ms: now - startedAt, outcome: answer.ok ? "ok" : answer.error.tag });
    if (answer.ok) this.#keep(key, answer.value, now);
    return answer;
  }

  #keep(key: string, way: RoadWay, now: number): void {
    if (way.points.length > POINTS_KEPT_MAX) return;
    this.#known.delete(key);
    this.#known.set(key, { way, until: now + KEPT_MS });
    const [oldest] = this.#known.keys();
    if (this.#known.size > ENTRIES_MAX && oldest !== undefined) this.#known.delete(oldest);
  }
}

/** That there is no way is as good an answer as any. */
function verdictOn(answer: Result<RoadWay, RoadError>): Verdict {
  if (answer.ok || answer.error.tag === "no-way") return { failed: false };
  return { failed: true, pauseSeconds: answer.error.tag === "unreachable" ? answer.error.pauseSeconds : undefined };
}

function keyOf(places: readonly LatLng[], mode: TravelMode): string {
  const written = places.map(({ lat, lng }) => `${lat.toFixed(KEY_DECIMALS)},${lng.toFixed(KEY_DECIMALS)}`);
  return `${mode} ${written.join(" ")}`;
}
