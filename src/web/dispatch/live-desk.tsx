import { useComputed, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import type { Region } from "../../protocol/api/regions.ts";
import { Announcer } from "./announcer.tsx";
import { DeskNews } from "./desk-news.tsx";
import { loadDispatchApi } from "./dispatch-asking.ts";
import { DriverDetail } from "./driver-detail.tsx";
import { createDriverNames } from "./driver-names.ts";
import { rowId } from "./driver-row.tsx";
import { driverRows } from "./driver-rows.ts";
import { MapPanel } from "./map-panel.tsx";
import type { RegionEars } from "../shared/live/region-client.ts";
import { RegionPicture } from "../shared/region/region-picture.ts";
import { Roster } from "./roster.tsx";
import { SheetHandle, type SheetSize } from "./sheet-handle.tsx";
import { createTripDetail } from "./trip-detail.ts";

/** Loads the code of the connection with the first question. */
async function openAs(regionId: Region["id"]) {
  const api = await loadDispatchApi();
  return (ears: RegionEars) => api.region(regionId, ears);
}

/** One region, live: list, map and one driver in detail. */
export function LiveDesk({ region, choice }: { readonly region: Region; readonly choice: ComponentChildren }) {
  const picture = useMemo(() => new RegionPicture(() => openAs(region.id)), []);
  const names = useMemo(createDriverNames, []);
  const rows = useComputed(() => {
    const { drivers, now } = picture;
    return drivers.value && driverRows(drivers.value, now.value, names.names.value);
  });
  const chosen = useSignal<string | null>(null);
  /** Counts the wishes to see the chosen one, so that the same may be asked for twice. */
  const flights = useSignal(0);
  const size = useSignal<SheetSize>("half");
  useEffect(() => picture.open(), [picture]);
  const drivers = picture.drivers.value;
  useEffect(() => {
    if (drivers) names.know(drivers);
  }, [drivers]);
  const driver = drivers?.find(({ tripId }) => tripId === chosen.value) ?? null;
  const detail = useMemo(() => driver && createTripDetail(driver), [driver?.tripId]);
  const choose = (tripId: string | null): void => {
    chosen.value = tripId;
    if (tripId !== null) flights.value++;
  };
  const close = (): void => {
    const row = chosen.value;
    choose(null);
    // Once the list is there again.
    requestAnimationFrame(() => row && document.getElementById(rowId(row))?.focus());
  };
  return (
    <div class="desk" data-sheet={size.value} data-detail={driver !== null}>
      <DeskNews picture={picture} names={names} />
      <section class="roster">
        <SheetHandle size={size} />
        <div class="roster__list">
          <Roster rows={rows} chosen={chosen.value} onChoose={choose} choice={choice} />
        </div>
        {driver && detail && (
          <DriverDetail
            key={driver.tripId}
            driver={driver}
            name={names.nameOf(driver)}
            detail={detail}
            now={picture.now.value}
            onClose={close}
          />
        )}
      </section>
      <MapPanel
        region={region}
        picture={picture}
        name={driver && names.nameOf(driver)}
        chosen={chosen.value}
        flights={flights.value}
        detail={detail}
        onChoose={choose}
      />
      <Announcer rows={rows.value} now={picture.now.value} />
    </div>
  );
}
