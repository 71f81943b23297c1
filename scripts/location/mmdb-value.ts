/**
 * Decodes one value of a MaxMind DB file (https://maxmind.github.io/MaxMind-DB/, "Output Data Section").
 * Numbers wider than 48 bits, floats and byte strings are stepped over: nothing here is made from them.
 */
export type MmdbValue = string | number | null | { readonly [key: string]: MmdbValue };

interface Decoded {
  readonly value: MmdbValue;
  /** Offset after the value. */
  readonly end: number;
}

const POINTER = 1;
const TEXT = 2;
const MAP = 7;
const ARRAY = 11;
const BOOLEAN = 14;
/** uint16, uint32, uint64. */
const UNSIGNED: ReadonlySet<number> = new Set([5, 6, 9]);

/** `section` is the data section; pointers count from its beginning. */
export function decodeValue(section: Buffer, offset: number): Decoded {
  const control = section.readUInt8(offset);
  const type = control >> 5;
  if (type === POINTER) return followPointer(section, offset, control);
  const extended = type === 0;
  const actual = extended ? 7 + section.readUInt8(offset + 1) : type;
  const { size, start } = sizeOf(section, offset + (extended ? 2 : 1), control & 31);
  if (actual === MAP) return decodeMap(section, start, size);
  if (actual === ARRAY) return stepOverArray(section, start, size);
  if (actual === BOOLEAN) return { value: size, end: start };
  const end = start + size;
  if (actual === TEXT) return { value: section.toString('utf8', start, end), end };
  if (UNSIGNED.has(actual) && size <= 6) {
    return { value: size === 0 ? 0 : section.readUIntBE(start, size), end };
  }
  return { value: null, end };
}

/** Sizes from 29 on continue in one, two or three bytes. */
function sizeOf(section: Buffer, start: number, short: number): { size: number; start: number } {
  if (short < 29) return { size: short, start };
  const bytes = short - 28;
  const base = [29, 285, 65_821][bytes - 1] ?? 0;
  return { size: base + section.readUIntBE(start, bytes), start: start + bytes };
}

function followPointer(section: Buffer, offset: number, control: number): Decoded {
  const bytes = ((control >> 3) & 3) + 1;
  const high = bytes === 4 ? 0 : (control & 7) * 2 ** (8 * bytes);
  const base = [0, 2048, 526_336, 0][bytes - 1] ?? 0;
  const target = high + section.readUIntBE(offset + 1, bytes) + base;
  return { value: decodeValue(section, target).value, end: offset + 1 + bytes };
}

function decodeMap(section: Buffer, start: number, size: number): Decoded {
  const value: Record<string, MmdbValue> = {};
  let at = start;
  for (let pair = 0; pair < size; pair++) {
    const key = decodeValue(section, at);
    const entry = decodeValue(section, key.end);
    value[String(key.value)] = entry.value;
    at = entry.end;
  }
  return { value, end: at };
}

function stepOverArray(section: Buffer, start: number, size: number): Decoded {
  let at = start;
  for (let index = 0; index < size; index++) at = decodeValue(section, at).end;
  return { value: null, end: at };
}
