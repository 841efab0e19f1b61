import { startPage } from "../shared/start-page.tsx";
import { AccountPage } from "./account-page.tsx";

await startPage(AccountPage, "account.title");
