import { OpenApiDocument } from "./open-api.ts";
import type { Reference } from "./reference.ts";
import { toReference } from "./reference.ts";

export const DOCUMENT_URL = "/api/openapi.json";

/** Null when there is no answer or it is not an OpenAPI document: the page then offers to try again. */
export async function loadReference(): Promise<Reference | null> {
  const document = await fetchJson(DOCUMENT_URL);
  const parsed = OpenApiDocument.safeParse(document);
  return parsed.success ? toReference(parsed.data) : null;
}

async function fetchJson(url: string): Promise<unknown> {
  try {
    const response = await fetch(url);
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
