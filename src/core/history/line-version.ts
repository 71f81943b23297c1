/** A line of an exported history as this version writes it, whichever version wrote it. */
import { isRecord } from '../base/is-record.ts';
import { runFromVersion1 } from '../monitor/version-1.ts';

export function lineOfThisVersion(line: unknown): unknown {
  return isRecord(line) && line.version === 1
    ? { ...line, version: 2, run: runFromVersion1(line.run) }
    : line;
}
