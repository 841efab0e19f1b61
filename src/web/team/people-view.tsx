import { useSignal } from "@preact/signals";
import type { TeamRights } from "../shared/team-rights.ts";
import { DriverList } from "./driver-list.tsx";
import { KindChoice } from "./kind-choice.tsx";
import type { RegionNames } from "./region-names.ts";
import { UserList } from "./user-list.tsx";

type Props = { readonly rights: TeamRights; readonly names: RegionNames; readonly ownId: string };

export function PeopleView({ rights, names, ownId }: Props) {
  const kind = useSignal<"users" | "drivers">(rights.seesUsers ? "users" : "drivers");
  const choice = rights.seesUsers && rights.seesDrivers && <KindChoice kind={kind} />;
  return kind.value === "users" ? (
    <UserList mayChange={rights.changesUsers} names={names} ownId={ownId} choice={choice} />
  ) : (
    <DriverList mayChange={rights.changesDrivers} names={names} choice={choice} />
  );
}
