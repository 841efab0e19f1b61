import { signal } from "@preact/signals";
import { TEAM_VIEWS, type TeamView } from "../shared/team-rights.ts";

const PREFIX = "#/";

function fromAddress(): TeamView | undefined {
  return TEAM_VIEWS.find((view) => location.hash === viewLink(view));
}

/** The view that the address names; undefined for the first that the reader may see. */
export const chosenView = signal<TeamView | undefined>(fromAddress());

addEventListener("hashchange", () => {
  // "#main" is the skip link: it moves the focus, not the reader's choice.
  if (location.hash === "" || location.hash.startsWith(PREFIX)) chosenView.value = fromAddress();
});

export function viewLink(view: TeamView): string {
  return PREFIX + view;
}
