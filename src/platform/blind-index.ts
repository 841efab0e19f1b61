const encoder = new TextEncoder();

/** HMAC_KEY as a key that signs: it never leaves WebCrypto again. */
export async function importHmacKey(hmacKey: string): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", encoder.encode(hmacKey), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

/**
 * What a sealed value is looked up by. The field's name goes in, so that equal texts in two columns have nothing in common;
 * the tenant does not, because a sign-in knows the address before it knows the tenant.
 */
export async function blindIndex(key: CryptoKey, field: string, value: string): Promise<Uint8Array> {
  const normal = value.normalize("NFC").trim().toLowerCase();
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(`${field}|${normal}`)));
}
