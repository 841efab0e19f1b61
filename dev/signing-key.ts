// `npm run -s signing-key`: a new value for SIGNING_KEYS, on standard output alone.
import { makeSigningKey } from "../src/platform/signing-keys.ts";

console.log(JSON.stringify([await makeSigningKey()]));
