import { StoredUpload, type UploadTicket } from "../../src/protocol/api/uploads.ts";

const TIMEOUT_MS = 30_000;

/** Sends a file as its ticket says: through the product, or straight into the bucket. False where it has arrived before. */
export async function sendFile(
  { url, headers, completeUrl }: UploadTicket,
  bytes: Uint8Array<ArrayBuffer>,
  { base, address }: { readonly base: string; readonly address: string },
): Promise<boolean> {
  if (url === null) return false;
  const from = { "cf-connecting-ip": address };
  const put = { method: "PUT", headers: { ...headers, ...from }, body: bytes };
  const sent = await answerOf(new URL(url, base), put);
  if (completeUrl === null) {
    StoredUpload.parse(await sent.json());
    return true;
  }
  await sent.body?.cancel();
  const completed = await answerOf(new URL(completeUrl, base), { method: "POST", headers: from });
  StoredUpload.parse(await completed.json());
  return true;
}

async function answerOf(url: URL, init: RequestInit): Promise<Response> {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!answer.ok) throw new Error(`a file was refused: ${answer.status}`);
  return answer;
}
