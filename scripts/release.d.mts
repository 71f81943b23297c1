export type ReleaseFile = 'package.json' | 'package-lock.json' | 'manifest.json' | 'CHANGELOG.md';
/** The files of a release, from those before it; `date`: YYYY-MM-DD. Throws where there is nothing to release. */
export function released(
  files: Readonly<Record<ReleaseFile, string>>,
  version: string,
  date: string,
): Record<ReleaseFile, string>;
