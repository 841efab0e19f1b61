import { startPage } from "../shared/start-page.tsx";
import { LandingPage } from "./landing-page.tsx";

await startPage(LandingPage, "landing.title");
