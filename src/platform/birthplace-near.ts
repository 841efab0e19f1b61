import * as z from "zod";
import { birthplace, type LocationHint } from "../domain/birthplace.ts";

/** What the platform says about where a request comes from: text, and absent for some networks. */
const Origin = z.object({ cf: z.object({ latitude: z.coerce.number(), longitude: z.coerce.number() }) });

/** Where an object serves whoever asks best; null if that cannot be told. */
export function birthplaceNear(request: Request): LocationHint | null {
  const origin = Origin.safeParse(request);
  return origin.success ? birthplace({ lat: origin.data.cf.latitude, lng: origin.data.cf.longitude }) : null;
}
