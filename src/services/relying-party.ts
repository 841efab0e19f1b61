/** Who asks for the passkey: browsers bind it to the id and refuse it to pages of any other host. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
  readonly name: string;
}

export function relyingPartyOf(origin: string, name: string): RelyingParty {
  return { id: new URL(origin).hostname, origin, name };
}
