import { joinBytes } from "../../src/domain/image/byte-view.ts";

/** Luminance and both colour differences, -128 to 127. */
export type BlockColour = readonly [y: number, cb: number, cr: number];

export interface Mosaic {
  /** In blocks of eight pixels. */
  readonly wide: number;
  readonly high: number;
  readonly colourAt: (column: number, row: number) => BlockColour;
}

const BLOCK_PX = 8;
const COMPONENTS = [1, 2, 3];
/** With it a block's first coefficient, eight times its mean, is stored as the mean itself. */
const QUANTUM = 8;
const CODE_BITS = 4;
/** Differences of nine bits reach from -255 to 255. */
const SIZES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** A JPEG of plainly coloured blocks: 60 lines instead of a codec, and 2 KB for what a phone's photo takes 2 MB for. */
export function blockJpeg({ wide, high, colourAt }: Mosaic): Uint8Array<ArrayBuffer> {
  const bits = new BitWriter();
  const before = [0, 0, 0];
  for (let row = 0; row < high; row++)
    for (let column = 0; column < wide; column++)
      for (const [component, level] of colourAt(column, row).entries()) {
        bits.difference(level - (before[component] ?? 0));
        before[component] = level;
      }
  const size = [high * BLOCK_PX, wide * BLOCK_PX].flatMap((px) => [px >>> 8, px & 0xff]);
  return Uint8Array.from(
    joinBytes([
      Uint8Array.of(0xff, 0xd8),
      segment(0xdb, [0, ...Array<number>(64).fill(QUANTUM)]),
      segment(0xc0, [8, ...size, COMPONENTS.length, ...COMPONENTS.flatMap((id) => [id, 0x11, 0])]),
      segment(0xc4, [0x00, 0, 0, 0, SIZES.length, ...Array<number>(12).fill(0), ...SIZES]),
      // One word: nothing else is in this block.
      segment(0xc4, [0x10, 1, ...Array<number>(15).fill(0), 0]),
      segment(0xda, [COMPONENTS.length, ...COMPONENTS.flatMap((id) => [id, 0]), 0, 63, 0]),
      bits.bytes(),
      Uint8Array.of(0xff, 0xd9),
    ]),
  );
}

function segment(marker: number, body: readonly number[]): Uint8Array {
  const length = body.length + 2;
  return Uint8Array.of(0xff, marker, length >>> 8, length & 0xff, ...body);
}

class BitWriter {
  readonly #bytes: number[] = [];
  #held = 0;
  #count = 0;

  difference(value: number): void {
    const size = value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value))) + 1;
    this.#write(size, CODE_BITS);
    // A negative number is written as what is left to the greatest of its size.
    this.#write(value > 0 ? value : value + 2 ** size - 1, size);
    this.#write(0, 1);
  }

  bytes(): Uint8Array {
    if (this.#count > 0) this.#write(2 ** (8 - this.#count) - 1, 8 - this.#count);
    return Uint8Array.from(this.#bytes);
  }

  #write(value: number, size: number): void {
    this.#held = (this.#held << size) | value;
    this.#count += size;
    while (this.#count >= 8) {
      this.#count -= 8;
      const byte = (this.#held >>> this.#count) & 0xff;
      // One that looks like a marker is followed by a zero.
      this.#bytes.push(...(byte === 0xff ? [byte, 0] : [byte]));
    }
    this.#held &= 0xff;
  }
}
