import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Sos } from "../../protocol/sos.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { startAlarm } from "./alarm-sound.ts";
import { CallCard } from "./call-card.tsx";
import { CallEnd } from "./call-end.tsx";

type Props = {
  readonly calls: readonly Sos[];
  /** Of drivers, in full. */
  readonly names: ReadonlyMap<string, string>;
};

/** Calls for help, above everything else and with a sound until somebody has taken each of them on. */
export function HelpDesk({ calls, names }: Props) {
  const { t } = useI18n();
  const ending = useSignal<Sos["id"] | null>(null);
  const isUnanswered = calls.some(({ state }) => state === "open");
  useEffect(() => (isUnanswered ? startAlarm() : undefined), [isUnanswered]);
  const nameOf = ({ driverId, driverFirstName }: Sos) => names.get(driverId) ?? driverFirstName ?? t("help.somebody");
  // What somebody else ended meanwhile is not asked about any more.
  const ended = calls.find(({ id }) => id === ending.value);
  return (
    <>
      {/* There before the first call: only what comes into a live region is read out, and of that only what is new. */}
      <section class="help" aria-label={t("help.title")} role="alert" aria-atomic="false" data-calls={calls.length}>
        {calls.map((call) => (
          <CallCard key={call.id} call={call} name={nameOf(call)} onEnd={() => (ending.value = call.id)} />
        ))}
      </section>
      {ended && <CallEnd call={ended} name={nameOf(ended)} onClose={() => (ending.value = null)} />}
    </>
  );
}
