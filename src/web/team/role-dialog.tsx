import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { User } from "../../protocol/api/people.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { onSubmit } from "../shared/on-submit.ts";
import { Modal } from "../shared/ui/modal.tsx";
import { TroubleNote } from "../shared/ui/trouble-note.tsx";
import { draftOf, USER_ROLES, userAccess } from "./access-draft.ts";
import { AccessFields } from "./access-fields.tsx";
import type { RegionNames } from "./region-names.ts";
import { createAsking } from "./team-asking.ts";

const OWN_WORDS = { conflict: "people.conflict" } as const;

type Props = {
  readonly user: User;
  readonly names: RegionNames;
  readonly onDone: (changed: User) => void;
  readonly onClose: () => void;
};

/** The question and the form in one: what it says happens to the user's sessions is the step before doing it. */
export function RoleDialog({ user, names, onDone, onClose }: Props) {
  const { t } = useI18n();
  const asking = useMemo(createAsking, []);
  const draft = useSignal(draftOf(user));
  const { id, name } = user;
  const change = async (close: () => void) => {
    const access = userAccess(draft.value);
    const changed = access && (await asking.ask((api) => api.changeRole(id, access)));
    if (!changed) return;
    onDone(changed);
    close();
  };
  return (
    <Modal labelledBy="change-role" onClose={onClose}>
      {(close) => (
        <form class="stack" onSubmit={onSubmit(() => change(close))}>
          <h2 id="change-role">{t("people.changeTitle", { name })}</h2>
          <AccessFields draft={draft} roles={USER_ROLES} names={names} />
          <p>{t("people.changeText", { name })}</p>
          <TroubleNote trouble={asking.trouble.value} own={OWN_WORDS} />
          <div class="actions">
            <button type="submit" class="button button--main" aria-disabled={asking.busy.value}>
              {t("people.change")}
            </button>
            <button type="button" class="button" onClick={close}>
              {t("dialog.keep")}
            </button>
          </div>
        </form>
      )}
    </Modal>
  );
}
