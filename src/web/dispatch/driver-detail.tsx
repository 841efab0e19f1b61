import { useEffect, useRef } from "preact/hooks";
import { driverLook } from "../../domain/region/driver-look.ts";
import type { LiveDriver } from "../../protocol/live/dispatch-down.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { TroubleNote } from "../shared/ui/trouble-note.tsx";
import { DriverSign } from "./driver-sign.tsx";
import { ageWords, stateWords } from "./driver-words.ts";
import { FixList } from "./fix-list.tsx";
import { LinkHealthView } from "./link-health-view.tsx";
import { StopList } from "./stop-list.tsx";
import type { TripDetail } from "./trip-detail.ts";

type Props = {
  readonly driver: LiveDriver;
  readonly name: string;
  readonly detail: TripDetail;
  readonly now: number;
  readonly onClose: () => void;
};

/** One driver: who, how, where to, and what the phone sends. */
export function DriverDetail({ driver, name, detail, now, onClose }: Props) {
  const i18n = useI18n();
  const { t } = i18n;
  const { trip, fixes, trouble, unproved } = detail;
  const look = driverLook(driver, now);
  const person = detail.driver.value;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(detail.open, [detail]);
  // What had the focus has gone with the list.
  useEffect(() => heading.current?.focus(), []);
  return (
    <article class="detail" aria-labelledby="detail-name" data-detail={driver.tripId}>
      <header class="detail__head">
        <DriverSign sign={look.sign} />
        <div>
          <h2 id="detail-name" ref={heading} tabIndex={-1}>
            {name}
          </h2>
          <p class={`driver__state driver__state--${look.concerns[0] ?? "well"}`}>{stateWords(look, i18n)}</p>
        </div>
        <button type="button" class="button" onClick={onClose}>
          {t("detail.close")}
        </button>
      </header>
      <TroubleNote trouble={trouble.value} />
      <dl class="facts">
        <dt>{t("detail.place")}</dt>
        <dd>{ageWords(look, i18n)}</dd>
        <dt>{t("detail.vehicle")}</dt>
        <dd>{t(`vehicle.${driver.vehicleKind ?? "none"}`)}</dd>
        <dt>{t("detail.trip")}</dt>
        <dd>{t(`trip.${driver.status}`)}</dd>
        {unproved.value.length > 0 && (
          <>
            <dt>{t("detail.unproved")}</dt>
            <dd data-unproved>{unproved.value.join(", ")}</dd>
          </>
        )}
        {person && (
          <>
            <dt>{t("detail.phone")}</dt>
            <dd>
              <a href={`tel:${person.phone}`} dir="ltr">
                {person.phone}
              </a>
            </dd>
          </>
        )}
      </dl>
      <StopList trip={trip.value} look={look} />
      <LinkHealthView driver={driver} fixes={fixes.value} now={now} />
      <FixList fixes={fixes.value} />
    </article>
  );
}
