import { useMemo } from "preact/hooks";
import type { Bounds } from "../../domain/geo.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { AreaField } from "./area-field.tsx";
import { type RegionDraft, timeZones } from "./region-draft.ts";
import { TextField } from "./text-field.tsx";

/** The longest that the server takes. */
const NAME_MAX_CHARACTERS = 60;

type Props = {
  readonly draft: RegionDraft;
  /** What the map shows first; the whole of the map when null. */
  readonly start: Bounds | null;
  readonly onDraft: (draft: RegionDraft) => void;
};

export function RegionForm({ draft, start, onDraft }: Props) {
  const { t } = useI18n();
  const { name, timeZone, area } = draft;
  const zones = useMemo(() => timeZones(timeZone), []);
  return (
    <>
      <TextField
        id="region-name"
        label={t("regions.name")}
        maxLength={NAME_MAX_CHARACTERS}
        pattern=".*\S.*"
        required
        value={name}
        onText={(text) => onDraft({ ...draft, name: text })}
      />
      <div class="field">
        <label for="region-zone">{t("regions.zone")}</label>
        <select
          id="region-zone"
          class="input"
          aria-describedby="region-zone-hint"
          value={timeZone}
          onChange={(event) => onDraft({ ...draft, timeZone: event.currentTarget.value })}
        >
          {zones.map((zone) => (
            <option key={zone} value={zone}>
              {zone}
            </option>
          ))}
        </select>
        <p id="region-zone-hint" class="hint">
          {t("regions.zoneHint")}
        </p>
      </div>
      <AreaField text={area} start={start} onText={(text) => onDraft({ ...draft, area: text })} />
    </>
  );
}
