import type { Asked } from "../shared/questions.ts";
import type { TeamApi } from "./team-asking.ts";

/** Something that a row offers to do. */
export type Deed<Item> = {
  readonly act: (api: TeamApi) => Asked<Item>;
  /** What is said when it is done. */
  readonly done: string;
  /** What is asked before, where others will feel it. */
  readonly first?: { readonly title: string; readonly text: string; readonly action: string };
  /** It changes other rows than its own. Otherwise the answer takes the row's place. */
  readonly changesList?: true;
};

export type Doing<Item> = { readonly busy: boolean; readonly start: (deed: Deed<Item>) => void };
