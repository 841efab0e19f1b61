const PAYLOAD = 128;
// Eight bytes of seven bits reach past 2^53, the last whole number that a double counts.
const VARINT_BYTES_MAX = 8;
const DOUBLE_BYTES = 8;

/** Whole numbers at seven bits a byte, lowest first; the high bit says that another byte follows. */
export class VarintWriter {
  readonly #bytes: number[] = [];

  unsigned(value: number): void {
    let rest = value;
    while (rest >= PAYLOAD) {
      this.#bytes.push((rest % PAYLOAD) + PAYLOAD);
      rest = Math.floor(rest / PAYLOAD);
    }
    this.#bytes.push(rest);
  }

  double(value: number): void {
    const view = new DataView(new ArrayBuffer(DOUBLE_BYTES));
    view.setFloat64(0, value, true);
    for (let at = 0; at < DOUBLE_BYTES; at++) this.#bytes.push(view.getUint8(at));
  }

  append(other: VarintWriter): void {
    for (const byte of other.#bytes) this.#bytes.push(byte);
  }

  finish(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.#bytes);
  }
}

/** How many bytes a number takes. */
export function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= PAYLOAD; rest /= PAYLOAD) bytes++;
  return bytes;
}

/** Never throws: from the first thing that cannot be read on, it gives zeros and says `broken`. */
export class VarintReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #broken = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get broken(): boolean {
    return this.#broken;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  unsigned(): number {
    let value = 0;
    let weight = 1;
    for (let taken = 0; taken < VARINT_BYTES_MAX; taken++) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) break;
      this.#at++;
      value += (byte % PAYLOAD) * weight;
      if (byte < PAYLOAD) return Number.isSafeInteger(value) ? value : this.#refuse();
      weight *= PAYLOAD;
    }
    return this.#refuse();
  }

  double(): number {
    if (this.left < DOUBLE_BYTES) return this.#refuse();
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset + this.#at, DOUBLE_BYTES);
    this.#at += DOUBLE_BYTES;
    return view.getFloat64(0, true);
  }

  #refuse(): number {
    this.#broken = true;
    this.#at = this.#bytes.length;
    return 0;
  }
}

/** 0, -1, 1, -2 … become 0, 1, 2, 3 …: a small difference is a small number whatever its sign. */
export function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

export function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
