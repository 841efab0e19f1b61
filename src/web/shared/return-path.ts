/** Pages that send a signed-out reader to the sign-in. By name, because an address in the link could lead anywhere. */
const PAGES = { team: "/team/", dispatch: "/dispatch/" } as const;
export type ReturnPage = keyof typeof PAGES;

const PARAMETER = "then";

/** The view inside the page, which stands behind the #, goes along and comes back. */
export function signInPath(page: ReturnPage, hash: string): string {
  return `/account/?${PARAMETER}=${page}${hash}`;
}

/** Where to go on after the sign-in; null to stay. */
export function pathAfterSignIn({ search, hash }: Pick<Location, "search" | "hash">): string | null {
  const wanted = new URLSearchParams(search).get(PARAMETER);
  const known = Object.entries(PAGES).find(([name]) => name === wanted);
  return known ? known[1] + hash : null;
}
