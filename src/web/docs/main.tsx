import { startPage } from "../shared/start-page.tsx";
import { DocsPage } from "./docs-page.tsx";

await startPage(DocsPage, "docs.title");
