import { startPage } from "../shared/start-page.tsx";
import { DispatchPage } from "./dispatch-page.tsx";

await startPage(DispatchPage, "dispatch.title");
