import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { build } from "vite";

/** Storage, locks and the like exist for a page with an origin only; nothing listens there. */
const ORIGIN = "http://localhost:1";

/** One of our modules as it would be built for a browser. */
export async function bundleModule(path: string): Promise<string> {
  const entry = fileURLToPath(new URL(`../../../${path}`, import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: "error",
    build: { write: false, minify: false, lib: { entry, formats: ["es"] } },
  });
  const [output] = Array.isArray(built) ? built : [];
  const code = output?.output[0].code;
  if (code === undefined) throw new Error(`${path} was not built`);
  return code;
}

/** Shows an empty page of an origin, and says from where it can import the module. */
export async function openModulePage(page: Page, code: string): Promise<string> {
  await page.route(`${ORIGIN}/**`, (route) =>
    route.request().url().endsWith(".js")
      ? route.fulfill({ contentType: "text/javascript", body: code })
      : route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Module</title>" }),
  );
  await page.goto(ORIGIN);
  return `${ORIGIN}/module.js`;
}
