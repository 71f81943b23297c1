import { ownImportsOf, type SourceFile } from './source-files.ts';

/** Every circle of imports among these files, types counted, each once: `a.ts -> b.ts -> a.ts`. */
export function importCircles(files: readonly SourceFile[]): string[] {
  const known = new Set(files.map(({ path }) => path));
  const imports = new Map(
    files.map((file) => [file.path, ownImportsOf(file).filter((path) => known.has(path))] as const),
  );
  const done = new Set<string>();
  const circles: string[] = [];
  const follow = (path: string, way: readonly string[]): void => {
    const met = way.indexOf(path);
    if (met >= 0) {
      circles.push([...way.slice(met), path].join(' -> '));
      return;
    }
    if (done.has(path)) return;
    for (const next of imports.get(path) ?? []) follow(next, [...way, path]);
    done.add(path);
  };
  for (const path of known) follow(path, []);
  return circles;
}
