import type { Api } from "../chaos/api.ts";
import type { World } from "../chaos/world.ts";

export interface DaysWorld extends Pick<World, "ownerUrl" | "secrets" | "place"> {
  readonly api: Api;
  /** Where the runtime keeps objects and files. */
  readonly stateDir: string;
  /** Who was asked to write to people; undefined where the product's own sandbox keeps what it writes. */
  readonly messages?: World["messages"];
}
