import { useEffect, useMemo } from "preact/hooks";
import type { Person } from "../../protocol/api/auth.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { teamRights } from "../shared/team-rights.ts";
import { InvitationsView } from "./invitations-view.tsx";
import { KeysView } from "./keys-view.tsx";
import { PeopleView } from "./people-view.tsx";
import { createRegionNames } from "./region-names.ts";
import { RegionsView } from "./regions-view.tsx";
import { RulesView } from "./rules-view.tsx";
import { chosenView, viewLink } from "./team-view.ts";

/** Those that the reader's role has, one at a time. */
export function TeamViews({ person }: { readonly person: Person }) {
  const { t } = useI18n();
  const { role } = person;
  const rights = useMemo(() => teamRights(role), [role]);
  const names = useMemo(createRegionNames, [role]);
  const [first] = rights.views;
  useEffect(() => {
    if (rights.views.length > 0) void names.load();
  }, [rights, names]);
  if (first === undefined) return <p>{t("team.nothing")}</p>;
  const view = rights.views.find((allowed) => allowed === chosenView.value) ?? first;
  return (
    <>
      <nav class="views" aria-label={t("team.views")}>
        {rights.views.map((allowed) => (
          <a key={allowed} class="button" href={viewLink(allowed)} aria-current={allowed === view ? "page" : undefined}>
            {t(`team.${allowed}`)}
          </a>
        ))}
      </nav>
      {view === "people" && <PeopleView rights={rights} names={names} ownId={person.id} />}
      {view === "invitations" && <InvitationsView rights={rights} names={names} />}
      {view === "keys" && <KeysView rights={rights} />}
      {view === "regions" && <RegionsView names={names} />}
      {view === "rules" && <RulesView />}
    </>
  );
}
