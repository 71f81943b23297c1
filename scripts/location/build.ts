/** Builds the location data into a folder. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDatabase } from './database-writer.ts';
import { unpackPackage } from './packages.ts';
import { type SourceFolders, sourceTables } from './source-tables.ts';
import { ASN_PACKAGE, CITY_PACKAGE, STAMP } from './sources.ts';

export { SourceUnavailable } from './packages.ts';

export interface Built {
  readonly files: number;
  readonly bytes: number;
}

/** Runs `body` on the unpacked source packages, below `scratch`, and removes them. */
export async function withSources<T>(
  scratch: string,
  body: (folders: SourceFolders) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(scratch, 'source-'));
  try {
    const [asn, city] = await Promise.all([
      unpackPackage(ASN_PACKAGE, folder),
      unpackPackage(CITY_PACKAGE, folder),
    ]);
    return await body({ asn, city });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function buildDatabase(scratch: string, out: string): Promise<Built> {
  return withSources(scratch, async (folders) => {
    let files = 0;
    let bytes = 0;
    for (const file of writeDatabase(await sourceTables(folders), { stamp: STAMP })) {
      await writeFile(join(out, file.name), file.bytes);
      files += 1;
      bytes += file.bytes.length;
    }
    return { files, bytes };
  });
}
