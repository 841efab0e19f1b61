/** A token in base64 with room for a name; what is longer is no honest header. */
const BASIC = /^Basic ([A-Za-z0-9+/]{1,400}={0,2})$/;

/** The JSON of a request whose content type nobody can rely on; undefined where there is none. */
export async function parseJson(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch (error) {
    // Not JSON: no reader takes it.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A body's text, whatever the request calls it: only of text/* the runtime believes that it is one. */
export async function bodyText(request: Request): Promise<string> {
  return new TextDecoder().decode(await request.arrayBuffer());
}

/** Name and password of Basic authorization: apps differ in which of the two they let people choose. */
export function basicWords(header: string | undefined): string[] {
  const encoded = BASIC.exec(header ?? "")?.[1];
  if (encoded === undefined || encoded.length % 4 !== 0) return [];
  const words = atob(encoded);
  const colon = words.indexOf(":");
  return colon === -1 ? [] : [words.slice(colon + 1), words.slice(0, colon)];
}
