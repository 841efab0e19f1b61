import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { KeyScope } from "../../protocol/access.ts";
import type { MadeApiKey } from "../../protocol/api/api-keys.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { onSubmit } from "../shared/on-submit.ts";
import { TroubleNote } from "../shared/ui/trouble-note.tsx";
import { SCOPES, STORE_SCOPES } from "./key-scopes.ts";
import { ScopeChoice } from "./scope-choice.tsx";
import { StoreField } from "./store-field.tsx";
import { createAsking } from "./team-asking.ts";
import { TextField } from "./text-field.tsx";

/** The longest that the server takes. */
const NAME_MAX_CHARACTERS = 60;

type Props = {
  /** Otherwise the server limits it to the own store. */
  readonly forAll: boolean;
  readonly onMade: (made: MadeApiKey) => void;
};

export function KeyForm({ forAll, onMade }: Props) {
  const { t } = useI18n();
  const asking = useMemo(createAsking, []);
  const name = useSignal("");
  const storeCode = useSignal("");
  const chosen = useSignal<readonly KeyScope[]>([]);
  const forStore = !forAll || storeCode.value.trim() !== "";
  const offered = forStore ? STORE_SCOPES : SCOPES;
  const make = async () => {
    const store = storeCode.value.trim();
    const scopes = offered.filter((scope) => chosen.value.includes(scope));
    const wanted = { name: name.value.trim(), scopes, ...(store !== "" && { storeCode: store }) };
    const made = await asking.ask((api) => api.makeKey(wanted));
    if (made) onMade(made);
  };
  return (
    <form class="stack inset" aria-labelledby="make-key" onSubmit={onSubmit(make)}>
      <h3 id="make-key">{t("keys.headline")}</h3>
      <p>{t("keys.what")}</p>
      <TextField
        id="key-name"
        label={t("keys.name")}
        maxLength={NAME_MAX_CHARACTERS}
        pattern=".*\S.*"
        required
        value={name.value}
        onText={(text) => {
          name.value = text;
        }}
      />
      {forAll && (
        <StoreField
          label={t("keys.store")}
          hint={t("keys.storeHint")}
          required={false}
          value={storeCode.value}
          onText={(text) => {
            storeCode.value = text;
          }}
        />
      )}
      <ScopeChoice offered={offered} chosen={chosen} />
      <TroubleNote trouble={asking.trouble.value} />
      <button type="submit" class="button button--main" aria-disabled={asking.busy.value}>
        {t("keys.submit")}
      </button>
    </form>
  );
}
