/**
 * Writes a ZIP archive whose bytes follow from its files alone: names sorted, one fixed date, no file modes, so that
 * anyone can build the store's package again and compare.
 */
import { zipSync } from 'fflate';

/** 1980-01-01 00:00 by the clock of this machine: ZIP knows no earlier date and no time zone. */
const DATE = new Date(1980, 0, 1);

/** `files`: pairs of name (forward slashes) and content. */
export function zip(files) {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(zipSync(Object.fromEntries(sorted), { level: 9, mtime: DATE, os: 0 }));
}
