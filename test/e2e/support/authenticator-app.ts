import { createHmac } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const STEP_MS = 30_000;
const DIGITS = 6;

/** What a person holds in the hand: RFC 6238 with its usual figures. It never shows the same step's code twice. */
export class AuthenticatorApp {
  readonly #key: Buffer;
  #shown = 0;

  constructor(secret: string) {
    this.#key = fromBase32(secret);
  }

  /** Now's code; the next one's if this step's was used already, which servers take within half a minute. */
  code(): string {
    this.#shown = Math.max(Math.floor(Date.now() / STEP_MS), this.#shown + 1);
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(this.#shown));
    const mac = createHmac("sha1", this.#key).update(counter).digest();
    const offset = mac.readUInt8(mac.length - 1) & 0xf;
    const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
    return String(number % 10 ** DIGITS).padStart(DIGITS, "0");
  }
}

function fromBase32(text: string): Buffer {
  const bits = Array.from(text.replaceAll(/[\s=]/g, ""), (letter) =>
    ALPHABET.indexOf(letter).toString(2).padStart(5, "0"),
  ).join("");
  return Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
}
