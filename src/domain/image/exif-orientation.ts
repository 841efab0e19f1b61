import { startsWith, uint16, uint32 } from "./byte-view.ts";

export const EXIF_START = "Exif\0\0";
export const UPRIGHT = 1;
const LAST_ORIENTATION = 8;
const TAG_ORIENTATION = 0x0112;
const TYPE_SHORT = 3;
const ENTRY_BYTES = 12;
/** Cameras write about forty; a list without an end must not hold us up. */
const ENTRIES_MAX = 512;

/** The one thing in a camera's notes that the picture needs. Upright wherever they say nothing sensible. */
export function readOrientation(exif: Uint8Array): number {
  const tiff = startsWith(exif, 0, EXIF_START) ? exif.subarray(EXIF_START.length) : exif;
  const little = startsWith(tiff, 0, "II*\0");
  if (!little && !startsWith(tiff, 0, "MM\0*")) return UPRIGHT;
  const start = uint32(tiff, 4, little) ?? 0;
  const count = Math.min(uint16(tiff, start, little) ?? 0, ENTRIES_MAX);
  for (let index = 0; index < count; index++) {
    const entry = start + 2 + index * ENTRY_BYTES;
    if (uint16(tiff, entry, little) !== TAG_ORIENTATION || uint16(tiff, entry + 2, little) !== TYPE_SHORT) continue;
    const value = uint16(tiff, entry + 8, little) ?? UPRIGHT;
    return value >= UPRIGHT && value <= LAST_ORIENTATION ? value : UPRIGHT;
  }
  return UPRIGHT;
}

/** Notes that hold the orientation and nothing else; none of an upright picture. */
export function exifOf(orientation: number): Uint8Array[] {
  if (orientation === UPRIGHT) return [];
  const header = [0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8];
  const entry = [0, 1, 0x01, 0x12, 0, TYPE_SHORT, 0, 0, 0, 1, 0, orientation, 0, 0];
  const end = [0, 0, 0, 0];
  return [Uint8Array.from([...header, ...entry, ...end])];
}
