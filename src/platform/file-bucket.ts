/** A key that nobody writes: asking for it proves that the bucket answers. */
const PROBE_KEY = "health-probe";

export async function probeFiles(files: R2Bucket): Promise<void> {
  await files.head(PROBE_KEY);
}
