import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Bounds } from "../../domain/geo.ts";
import type { Region, RegionDetail } from "../../protocol/api/regions.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { onSubmit } from "../shared/on-submit.ts";
import { Modal } from "../shared/ui/modal.tsx";
import { TroubleNote } from "../shared/ui/trouble-note.tsx";
import { newRegion, newRegionDraft, regionChange, type RegionDraft, regionDraftOf } from "./region-draft.ts";
import { RegionForm } from "./region-form.tsx";
import { createAsking } from "./team-asking.ts";

const OWN_WORDS = {
  "invalid-request": "regions.invalid",
  "version-conflict": "regions.conflict",
  "not-allowed-now": "regions.closedMeanwhile",
} as const;

type Props = {
  /** Null for one that is yet to be opened. */
  readonly region: Region | null;
  /** Where the map of a new one begins. */
  readonly near: Bounds | null;
  readonly onDone: (region: Region) => void;
  readonly onClose: () => void;
};

export function RegionDialog({ region, near, onDone, onClose }: Props) {
  const { t } = useI18n();
  const { asking, draft, look, save } = useRegion(region);
  const { busy, trouble } = asking;
  const isOvertaken = trouble.value?.code === "version-conflict";
  const finish = (close: () => void) => async () => {
    const saved = await save();
    if (saved === null) return;
    if (saved !== "unchanged") onDone(saved);
    close();
  };
  return (
    <Modal labelledBy="edit-region" onClose={onClose} wide>
      {(close) => (
        <form class="stack" {...(draft.value && { "data-draft": true })} onSubmit={onSubmit(finish(close))}>
          <h2 id="edit-region">{region ? t("regions.changeTitle", { name: region.name }) : t("regions.open")}</h2>
          {draft.value === null && busy.value && <p role="status">{t("team.loading")}</p>}
          {draft.value && (
            <RegionForm
              draft={draft.value}
              start={region?.bounds ?? near}
              onDraft={(changed) => {
                draft.value = changed;
              }}
            />
          )}
          <TroubleNote trouble={trouble.value} own={OWN_WORDS} />
          <div class="actions">
            {isOvertaken ? (
              <button type="button" class="button button--main" onClick={() => void look()}>
                {t("team.lookAgain")}
              </button>
            ) : (
              <button type="submit" class="button button--main" aria-disabled={busy.value || draft.value === null}>
                {t(region ? "regions.save" : "regions.openIt")}
              </button>
            )}
            <button type="button" class="button" onClick={close}>
              {t(region ? "dialog.keep" : "regions.notNow")}
            </button>
          </div>
        </form>
      )}
    </Modal>
  );
}

/** One region and what somebody makes of it. */
function useRegion(region: Region | null) {
  const asking = useMemo(createAsking, []);
  const before = useSignal<RegionDetail | null>(null);
  const draft = useSignal<RegionDraft | null>(region === null ? newRegionDraft() : null);
  /** As it is now, whatever was typed. */
  const look = async () => {
    if (region === null) return;
    const found = await asking.ask((api) => api.regionDetail(region.id));
    if (!found) return;
    before.value = found;
    draft.value = regionDraftOf(found);
  };
  /** Null where it was refused: then `asking` says why. */
  const save = async (): Promise<Region | "unchanged" | null> => {
    const { value } = draft;
    if (value === null) return null;
    const old = before.value;
    if (old === null) return asking.ask((api) => api.openRegion(newRegion(value)));
    const change = regionChange(old, value);
    return change === null ? "unchanged" : asking.ask((api) => api.changeRegion(old.id, old.version, change));
  };
  useEffect(() => void look(), []);
  return { asking, draft, look, save };
}
