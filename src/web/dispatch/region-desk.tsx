import { useEffect, useMemo } from "preact/hooks";
import { useI18n } from "../shared/i18n-context.ts";
import { TroubleNote } from "../shared/ui/trouble-note.tsx";
import { LiveDesk } from "./live-desk.tsx";
import { createRegionList, type RegionList } from "./region-list.ts";

/** One region at a time. */
export function RegionDesk() {
  const { t } = useI18n();
  const list = useMemo(createRegionList, []);
  useEffect(() => void list.load(), [list]);
  const { regions, chosen, trouble } = list;
  if (trouble.value)
    return (
      <div class="dispatch__note">
        <TroubleNote trouble={trouble.value} />
        <button type="button" class="button" onClick={() => void list.load()}>
          {t("dispatch.retry")}
        </button>
      </div>
    );
  if (regions.value === null)
    return (
      <p class="dispatch__note" role="status">
        {t("dispatch.loading")}
      </p>
    );
  if (!chosen.value) return <p class="dispatch__note">{t("dispatch.noRegion")}</p>;
  return <LiveDesk key={chosen.value.id} region={chosen.value} choice={<RegionChoice list={list} />} />;
}

function RegionChoice({ list }: { readonly list: RegionList }) {
  const { t } = useI18n();
  const regions = list.regions.value ?? [];
  const name = list.chosen.value?.name;
  if (regions.length < 2) return <h2 class="roster__region">{name}</h2>;
  return (
    <select
      class="input"
      aria-label={t("dispatch.region")}
      value={list.chosen.value?.id}
      onChange={(event) => list.choose(event.currentTarget.value)}
    >
      {regions.map((region) => (
        <option key={region.id} value={region.id}>
          {region.name}
        </option>
      ))}
    </select>
  );
}
