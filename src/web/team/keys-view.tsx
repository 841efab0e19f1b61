import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { ApiKey, MadeApiKey } from "../../protocol/api/api-keys.ts";
import { useI18n } from "../shared/i18n-context.ts";
import type { TeamRights } from "../shared/team-rights.ts";
import { KeyForm } from "./key-form.tsx";
import { KeyRow } from "./key-row.tsx";
import { ListSheet } from "./list-sheet.tsx";
import { MadeKey } from "./made-key.tsx";
import { OpenButton } from "./open-button.tsx";
import { createPagedList } from "./paged-list.ts";

const ID = "keys";

export function KeysView({ rights }: { readonly rights: TeamRights }) {
  const { t } = useI18n();
  const list = useMemo(() => createPagedList<ApiKey>((api, after) => api.keys(after)), []);
  const isOpen = useSignal(false);
  const made = useSignal<MadeApiKey | null>(null);
  return (
    <ListSheet
      id={ID}
      title={t("team.keys")}
      list={list}
      empty={t("keys.none")}
      row={(key, doing) => <KeyRow key={key.id} apiKey={key} doing={doing} />}
    >
      <OpenButton isOpen={isOpen} text={t("keys.open")} />
      {isOpen.value && (
        <KeyForm
          forAll={rights.makesKeysForAll}
          onMade={(key) => {
            isOpen.value = false;
            made.value = key;
            list.put(key.key);
          }}
        />
      )}
      {made.value && (
        <MadeKey
          made={made.value}
          onKept={() => {
            made.value = null;
            document.getElementById(ID)?.focus();
          }}
        />
      )}
    </ListSheet>
  );
}
