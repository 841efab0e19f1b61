import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useI18n } from "../shared/i18n-context.ts";
import { announce, NOTHING_ANNOUNCED } from "./announcement.ts";
import { type DriverRow, hasConcern } from "./driver-rows.ts";

type Props = { readonly rows: readonly DriverRow[] | null; readonly now: number };

/** Says what changed to those who do not watch the screen: a meaning, never a movement. */
export function Announcer({ rows, now }: Props) {
  const { t } = useI18n();
  const call = useSignal("");
  const polite = useSignal("");
  const announced = useRef(NOTHING_ANNOUNCED);
  useEffect(() => {
    if (!rows) return;
    const callers = rows.filter(({ look }) => look.concerns.includes("sos"));
    const calls = callers.map(({ driver }) => driver.tripId);
    const exceptions = rows.filter(hasConcern).length;
    const { next, word } = announce(announced.current, { calls, exceptions }, now);
    announced.current = next;
    if (word?.tag === "exceptions") polite.value = t("announce.exceptions", { count: word.count });
    const caller = word?.tag === "sos" && callers.find(({ driver }) => driver.tripId === word.tripId);
    if (caller) call.value = t("announce.sos", { name: caller.name });
  }, [rows]);
  return (
    <>
      <div class="visually-hidden" role="alert">
        {call.value}
      </div>
      <div class="visually-hidden" role="status">
        {polite.value}
      </div>
    </>
  );
}
