import { startPage } from "../shared/start-page.tsx";
import { OutboxPage } from "./outbox-page.tsx";

await startPage(OutboxPage, "outbox.title");
