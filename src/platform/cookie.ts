/** `__Host-`: browsers take it only over TLS (or from localhost), for one host and every path, so no sibling can plant it. */
const REFRESH_COOKIE = "__Host-doorstep-refresh";
/** Strict, so that no other site makes a browser send it, not even by a link. */
const ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Strict";
/** Letters of base64url and the dots between a token's parts; a real one has about 160 characters. */
const VALUE = /^[\w.-]{1,512}$/;

/** The value of a Set-Cookie header. */
export function refreshCookie(token: string, maxAgeSeconds: number): string {
  if (!VALUE.test(token)) throw new TypeError("A refresh token has only letters, digits, dots, - and _.");
  return `${REFRESH_COOKIE}=${token}; Max-Age=${Math.max(0, Math.floor(maxAgeSeconds))}; ${ATTRIBUTES}`;
}

/** Has the browser forget it. */
export function clearedRefreshCookie(): string {
  return `${REFRESH_COOKIE}=; Max-Age=0; ${ATTRIBUTES}`;
}

/** Reads a Cookie header. Two cookies of the name cannot come from us, so neither is believed. */
export function readRefreshCookie(header: string | null | undefined): string | undefined {
  const prefix = `${REFRESH_COOKIE}=`;
  const values = (header ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(prefix))
    .map((pair) => pair.slice(prefix.length));
  const [value] = values;
  return values.length === 1 && value !== undefined && VALUE.test(value) ? value : undefined;
}
