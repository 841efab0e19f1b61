import type { Plugin } from "vite";
import { pageWords } from "../../domain/customer-page/page-words.ts";
import { en } from "../shared/locales/en.ts";

const PLACEHOLDER = /\{\{([\w.]+)\}\}/g;

const catalog: Readonly<Record<string, string | object>> = { ...en, ...pageWords };

/** Fills `{{key}}` in the page shells from the English catalogs, so titles and no-script text live in one place. */
export function catalogText(): Plugin {
  return {
    name: "catalog-text",
    transformIndexHtml: {
      order: "pre",
      handler: (html) => html.replaceAll(PLACEHOLDER, (_all, key: string) => text(key)),
    },
  };
}

function text(key: string): string {
  const message = catalog[key];
  if (typeof message !== "string") throw new Error(`No catalog text for {{${key}}}`);
  return message.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
