import { useEffect } from "preact/hooks";
import { type ReturnPage, signInPath } from "./return-path.ts";
import { session } from "./session.ts";
import { startSession } from "./start-session.ts";

/** For a page that only those see who have signed in: whoever has not goes to do so, and comes back to it. */
export function useSession(page: ReturnPage) {
  const { value } = session;
  useEffect(() => void startSession(), []);
  useEffect(() => {
    if (value.tag === "signed-out") location.replace(signInPath(page, location.hash));
  }, [value.tag]);
  return value;
}
