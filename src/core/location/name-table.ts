/** One part of a name table: UTF-8 lines. Only the wanted line is decoded. */
const NEWLINE = 10;

export function lineOf(part: Uint8Array, line: number): string {
  let start = 0;
  for (let skipped = 0; skipped < line; skipped++) {
    const end = part.indexOf(NEWLINE, start);
    if (end < 0) throw new RangeError('A part of the location names is cut short.');
    start = end + 1;
  }
  const end = part.indexOf(NEWLINE, start);
  return decodeUtf8(part.subarray(start, end < 0 ? part.length : end));
}

/** The core has no TextDecoder. Throws a URIError on bytes that are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  let escaped = '';
  for (const byte of bytes) escaped += `%${byte.toString(16).padStart(2, '0')}`;
  return decodeURIComponent(escaped);
}
