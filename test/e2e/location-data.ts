/** Location data of a test's own in a copy of the built extension. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type NamedRange, rangeOfPrefix } from '../../scripts/location/range.ts';
import { root } from '../../scripts/set-up.mjs';
import { parseAddress } from '../../src/core/location/address.ts';
import { fixtureFiles } from '../core/location/fixture.ts';

export interface MappedPrefix {
  readonly prefix: string;
  /** `64500 Example Net` */
  readonly isp: string;
  /** `FI Helsinki` */
  readonly place: string;
}

/** Replaces the data of an unpacked extension. This data, and no other, maps documentation addresses. */
export async function mapDocumentation(extension: string, rows: readonly MappedPrefix[]): Promise<void> {
  const folder = join(extension, 'location');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  const of = (family: 4 | 6, name: 'isp' | 'place') => namedRanges(rows, family, name);
  const files = fixtureFiles(
    { isp4: of(4, 'isp'), isp6: of(6, 'isp'), place4: of(4, 'place'), place6: of(6, 'place') },
    { mapsDocumentation: true },
  );
  for (const { name, bytes } of files) await writeFile(join(folder, name), bytes);
}

function namedRanges(rows: readonly MappedPrefix[], family: 4 | 6, name: 'isp' | 'place'): NamedRange[] {
  return rows.flatMap((row) => {
    const [base = '', length] = row.prefix.split('/');
    const address = parseAddress(base);
    if (address === undefined) throw new Error(`Not a prefix: ${row.prefix}`);
    return address.family === family ? [rangeOfPrefix(address, Number(length), row[name])] : [];
  });
}

/** Makes `locate` importable by the extension's pages, as `/locate.js`. */
export async function exposeLocate(extension: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: ['src/platform/location-files.ts'],
    outfile: join(extension, 'locate.js'),
    bundle: true,
    format: 'esm',
    logLevel: 'warning',
  });
}
