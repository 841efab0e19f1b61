import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useI18n } from "../shared/i18n-context.ts";
import { announce, NOTHING_ANNOUNCED } from "./announcement.ts";
import { type DriverRow, hasConcern } from "./driver-rows.ts";

type Props = { readonly rows: readonly DriverRow[] | null; readonly now: number };

/** Says what changed to those who do not watch the screen: a meaning, never a movement. */
export function Announcer({ rows, now }: Props) {
  const { t } = useI18n();
  const word = useSignal("");
  const announced = useRef(NOTHING_ANNOUNCED);
  useEffect(() => {
    if (!rows) return;
    const next = announce(announced.current, rows.filter(hasConcern).length, now);
    if (next === announced.current) return;
    announced.current = next;
    word.value = t("announce.exceptions", { count: next.exceptions });
  }, [rows]);
  return (
    <div class="visually-hidden" role="status">
      {word.value}
    </div>
  );
}
