import { startPage } from "../shared/start-page.tsx";
import { NotFoundPage } from "./not-found-page.tsx";

await startPage(NotFoundPage, "notFound.title");
