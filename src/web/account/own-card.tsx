import type { Person } from "../../protocol/api/auth.ts";
import type { Me } from "../../protocol/api/me.ts";
import { mayDispatch } from "../shared/dispatch-rights.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { teamRights } from "../shared/team-rights.ts";
import { TroubleNote } from "../shared/ui/trouble-note.tsx";
import type { AccountLists } from "./account-lists.ts";
import { StageHeading } from "./stage-heading.tsx";

/** Who is signed in, and where that person may go on. */
export function OwnCard({ person, lists }: { readonly person: Person; readonly lists: AccountLists }) {
  const { t } = useI18n();
  const me = lists.me.value;
  return (
    <section class="sheet" aria-labelledby="me">
      <StageHeading id="me">{t("me.headline")}</StageHeading>
      <div>{me ? <Names me={me} /> : <p>{t("me.signedInAs", { role: t(`${person.role}.name`) })}</p>}</div>
      <p class="hint">
        {t("me.id")} <code>{person.id}</code>
      </p>
      <TroubleNote trouble={lists.aboutMe.trouble.value} />
      <div class="actions">
        {mayDispatch(person.role) && (
          <a class="button" href="/dispatch/">
            {t("me.dispatch")}
          </a>
        )}
        {teamRights(person.role).views.length > 0 && (
          <a class="button" href="/team/">
            {t("me.team")}
          </a>
        )}
        <button
          type="button"
          class="button"
          aria-disabled={lists.aboutDevices.busy.value}
          onClick={() => void lists.signOut()}
        >
          {t("me.signOut")}
        </button>
      </div>
    </section>
  );
}

function Names({ me }: { readonly me: Me }) {
  const { t, list } = useI18n();
  const { name, role, tenantName, storeCode, regions } = me;
  return (
    <>
      <p class="row__name">{t("me.who", { name, role: t(`${role}.name`), tenant: tenantName })}</p>
      {storeCode !== null && <p class="hint">{t("me.store", { store: storeCode })}</p>}
      {regions !== null && (
        <p class="hint">{t("me.regions", { regions: list(regions.map((region) => region.name)) })}</p>
      )}
    </>
  );
}
