/**
 * One part of a name table: groups of names, each its length in bytes (varint) and then its names, each a length and
 * UTF-8. Groups and names are stepped over unread; only the wanted name is decoded.
 */
import { ByteCursor } from './byte-cursor.ts';

/** Names of a group: part of the format. */
export const NAMES_PER_GROUP = 64;

export function nameAt(part: Uint8Array, position: number): string {
  const groups = new ByteCursor(part);
  for (let skip = Math.floor(position / NAMES_PER_GROUP); skip > 0; skip--) groups.take(groups.varint());
  const names = new ByteCursor(groups.take(groups.varint()));
  for (let skip = position % NAMES_PER_GROUP; skip > 0; skip--) names.take(names.varint());
  return decodeUtf8(names.take(names.varint()));
}

/** The core has no TextDecoder. Throws a URIError on bytes that are not UTF-8. */
function decodeUtf8(bytes: Uint8Array): string {
  let escaped = '';
  for (const byte of bytes) escaped += `%${byte.toString(16).padStart(2, '0')}`;
  return decodeURIComponent(escaped);
}
