import { startPage } from "../shared/start-page.tsx";
import { AccountPage } from "./account-page.tsx";
import { watchInvitationLinks } from "./invitation-link.ts";

watchInvitationLinks();
await startPage(AccountPage, "account.title");
