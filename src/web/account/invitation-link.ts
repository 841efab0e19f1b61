import { signal } from "@preact/signals";

/** As the message has it: 32 bytes in base64url, behind the #, which browsers never send. */
const TOKEN = /^#invitation=([\w-]{43})$/;

/** The token of the link that led here, until it is accepted or put aside. In this page's memory only. */
export const invitationToken = signal<string | null>(null);

/** Another link may be opened while the page is there: then only what stands behind the # changes. */
export function watchInvitationLinks(): void {
  takeToken();
  addEventListener("hashchange", takeToken);
}

/** Out of the address at once: it would stay in the history, in a bookmark, on a picture of the screen. */
function takeToken(): void {
  const token = TOKEN.exec(location.hash)?.[1];
  if (token === undefined) return;
  history.replaceState(null, "", location.pathname + location.search);
  invitationToken.value = token;
}
