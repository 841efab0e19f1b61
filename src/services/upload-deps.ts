import type { SigningKeys } from "../platform/signing-keys.ts";
import type { DirectUploads } from "../platform/s3/direct-uploads.ts";
import type { Thumbnails } from "../platform/thumbnails.ts";
import type { UploadFiles } from "../platform/upload-files.ts";
import type { Deps } from "./deps.ts";
import type { PeopleDeps } from "./people-desk.ts";

/** What everything about files needs beside the common dependencies. */
export interface UploadDeps extends Pick<Deps, "db" | "queues" | "log" | "now"> {
  readonly requestId: string;
  readonly uploads: UploadFiles;
  /** Null where no image service is bound: pages then scale the images themselves. */
  readonly thumbnails: Thumbnails | null;
}

/** What proofs and papers need when a person asks. */
export interface ProofDeps extends PeopleDeps {
  readonly keys: () => Promise<SigningKeys>;
  /** Null where files are sent through us. */
  readonly direct: DirectUploads | null;
}
