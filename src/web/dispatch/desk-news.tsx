import { useEffect } from "preact/hooks";
import type { RegionPicture } from "../shared/region/region-picture.ts";
import { ConnectionBanner } from "./connection-banner.tsx";
import type { DriverNames } from "./driver-names.ts";
import { HelpDesk } from "./help-desk.tsx";

type Props = { readonly picture: RegionPicture; readonly names: DriverNames };

/** What a dispatcher must not miss, over the map. */
export function DeskNews({ picture, names }: Props) {
  const calls = picture.calls.value;
  // Who calls for help need not be on duty.
  useEffect(() => names.know(calls), [calls]);
  return (
    <div class="news">
      <ConnectionBanner picture={picture} />
      <HelpDesk calls={calls} names={names.names.value} />
    </div>
  );
}
