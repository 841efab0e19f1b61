import type { SigningKeys } from "../platform/signing-keys.ts";
import type { UploadFiles } from "../platform/upload-files.ts";
import type { Deps } from "./deps.ts";
import type { PeopleDeps } from "./people-desk.ts";

/** What everything about files needs beside the common dependencies. */
export interface UploadDeps extends Pick<Deps, "db" | "queues" | "log" | "now"> {
  readonly requestId: string;
  readonly uploads: UploadFiles;
}

/** What proofs and papers need when a person asks. */
export interface ProofDeps extends PeopleDeps {
  readonly keys: () => Promise<SigningKeys>;
}
