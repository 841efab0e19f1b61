import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Session } from "../../protocol/api/sessions.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { StateLabel } from "../shared/ui/state-label.tsx";
import type { AccountLists } from "./account-lists.ts";
import { TroubleNote } from "../shared/ui/trouble-note.tsx";

export function DeviceList({ lists }: { readonly lists: AccountLists }) {
  const { t } = useI18n();
  const { devices, aboutDevices } = lists;
  const heading = useRef<HTMLHeadingElement>(null);
  const ended = useSignal<readonly Session[]>([]);
  const others = devices.value?.filter(({ current }) => !current) ?? [];
  const end = async (chosen: readonly Session[]) => {
    ended.value = await lists.end(chosen);
    // The button that was pressed has gone with its row.
    if (ended.value.length > 0) heading.current?.focus();
  };
  return (
    <section class="sheet" aria-labelledby="devices">
      <h2 id="devices" ref={heading} tabIndex={-1}>
        {t("devices.headline")}
      </h2>
      <p class="visually-hidden" role="status">
        {ended.value.length > 0 ? t("devices.ended", { count: ended.value.length }) : ""}
      </p>
      <TroubleNote trouble={aboutDevices.trouble.value} />
      <ul class="rows">
        {devices.value?.map((device) => (
          <Row key={device.id} device={device} busy={aboutDevices.busy.value} end={() => void end([device])} />
        ))}
      </ul>
      {others.length > 0 && (
        <div class="actions">
          <button type="button" class="button" aria-disabled={aboutDevices.busy.value} onClick={() => void end(others)}>
            {t("devices.endOthers")}
          </button>
        </div>
      )}
    </section>
  );
}

type RowProps = { readonly device: Session; readonly busy: boolean; readonly end: () => void };

function Row({ device, busy, end }: RowProps) {
  const { t, ago } = useI18n();
  const now = Date.now();
  // A server's clock may be a little ahead of this one, but nothing was used in the future.
  const since = (time: number) => ago(Math.min(time, now), now);
  return (
    <li class="row">
      <div>
        <p class="row__name">{device.device}</p>
        <p class="hint">
          {t(`devices.${device.method}`, { ago: since(device.createdAt) })}
          {t("devices.used", { ago: since(device.lastUsedAt) })}
        </p>
      </div>
      {device.current ? (
        <StateLabel kind="ok" text={t("devices.current")} />
      ) : (
        <button
          type="button"
          class="button"
          aria-label={t("devices.endNamed", { device: device.device })}
          aria-disabled={busy}
          onClick={end}
        >
          {t("devices.end")}
        </button>
      )}
    </li>
  );
}
