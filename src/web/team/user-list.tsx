import { signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import type { UserRole } from "../../protocol/account.ts";
import type { User } from "../../protocol/api/people.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { USER_ROLES } from "./access-draft.ts";
import { FilterChoice } from "./filter-choice.tsx";
import { ListSheet } from "./list-sheet.tsx";
import { createPagedList } from "./paged-list.ts";
import type { RegionNames } from "./region-names.ts";
import { RoleDialog } from "./role-dialog.tsx";
import { UserRow } from "./user-row.tsx";

type Props = {
  readonly mayChange: boolean;
  readonly names: RegionNames;
  /** Nobody changes their own access. */
  readonly ownId: string;
  readonly choice: ComponentChildren;
};

export function UserList({ mayChange, names, ownId, choice }: Props) {
  const { t } = useI18n();
  const { role, list } = useMemo(createUsers, []);
  const changing = useSignal<User | null>(null);
  return (
    <>
      <ListSheet
        id="users"
        title={t("people.users")}
        list={list}
        empty={t("people.none")}
        row={(user, doing) => (
          <UserRow
            key={user.id}
            user={user}
            names={names}
            isOwn={user.id === ownId}
            mayChange={mayChange && user.id !== ownId}
            doing={doing}
            changeRole={() => {
              changing.value = user;
            }}
          />
        )}
      >
        <div class="bar">
          {choice}
          <FilterChoice
            id="role-filter"
            label={t("people.role")}
            options={USER_ROLES.map((value) => ({ value, text: t(`${value}.name`) }))}
            chosen={role}
            onChange={() => void list.load()}
          />
        </div>
      </ListSheet>
      {changing.value && (
        <RoleDialog
          user={changing.value}
          names={names}
          onDone={(user) => {
            list.put(user);
            list.said.value = t("people.changeDone", { name: user.name });
          }}
          onClose={() => {
            changing.value = null;
          }}
        />
      )}
    </>
  );
}

function createUsers() {
  const role = signal<UserRole | undefined>(undefined);
  return { role, list: createPagedList<User>((api, after) => api.users({ after, role: role.value })) };
}
