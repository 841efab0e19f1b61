import { startPage } from "../shared/start-page.tsx";
import { TeamPage } from "./team-page.tsx";

await startPage(TeamPage, "team.title");
