import * as z from "zod";
import { textFromBase64url } from "../base64url-text.ts";

// Not strict: the standard tells us to expect members that it does not name yet.
const ClientData = z.object({
  type: z.string(),
  challenge: z.string(),
  origin: z.string(),
  crossOrigin: z.boolean().optional(),
});
/** What the browser says it was asked, and by whom. */
export type ClientData = z.infer<typeof ClientData>;

export function readClientData(clientDataJSON: string): ClientData | undefined {
  try {
    return ClientData.safeParse(JSON.parse(textFromBase64url(clientDataJSON) ?? "")).data;
  } catch {
    // No JSON, no client data.
    return undefined;
  }
}
