import { lastActor } from "../../domain/sos-call.ts";
import { isSosOpen } from "../../domain/sos-state.ts";
import type { TripCommand } from "../../domain/trip-step.ts";
import { newRowId } from "../../platform/new-row-id.ts";
import type { SosId } from "../../protocol/ids.ts";
import type { TripEvent } from "../../protocol/live/trip-event.ts";
import type { Sos } from "../../protocol/sos.ts";
import { changeTrip } from "./trip-change.ts";
import type { Happened } from "./trip-log.ts";
import type { TripScene } from "./trip-scene.ts";

type SosCommand = Extract<TripCommand, { type: "sos" }>;

/** The button was pressed on this trip: kept until the tenant's desk has heard of it. */
export function pressHelp(
  scene: TripScene,
  { lat, lng, note }: Omit<SosCommand, "type">,
  { at }: Happened,
  id: SosId = newRowId.sos(),
): void {
  scene.store.help.pressed({ id, at, lat, lng, note });
}

/** The desk tells what has become of the call. Older news than is known, or of an older call, changes nothing. */
export function takeHelp(scene: TripScene, call: Sos, now: number): TripEvent[] {
  const { help } = scene.store;
  const before = help.call;
  if (before && before.rev >= call.rev) return [];
  return scene.store.together(() => {
    help.saveCall(call);
    const known = before?.id === call.id ? before : null;
    const happened = { actor: lastActor(call), at: now };
    return commandsFor(scene, known, call).flatMap((command) => {
      const done = changeTrip(scene, command, happened, now);
      return done.ok ? done.value : [];
    });
  });
}

/** What the trip's log has to say that it does not say yet. */
function commandsFor({ brief }: TripScene, known: Sos | null, call: Sos): TripCommand[] {
  const { note, place, closingNote } = call;
  const commands: TripCommand[] = [];
  if (isSosOpen(call.state) && !brief.sos)
    commands.push({ type: "sos", lat: place?.lat ?? null, lng: place?.lng ?? null, note });
  if (call.acknowledgedBy && !known?.acknowledgedBy) commands.push({ type: "sos-answered" });
  if (!isSosOpen(call.state)) commands.push({ type: "sos-closed", note: closingNote });
  return commands;
}
