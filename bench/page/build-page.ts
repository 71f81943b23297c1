import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { projectRoot } from '../project-root.ts';

/** Builds the page with all tools on it. `source` takes src/ from another checkout, to compare two versions of the engine. */
export async function buildPage(folder: string, source = projectRoot): Promise<void> {
  const worker = join(source, 'src/precall/engine/rtp-worker.ts');
  await build({
    absWorkingDir: projectRoot,
    entryPoints: [
      { in: 'bench/page/bench-page.ts', out: 'bench-page' },
      { in: worker, out: 'rtp-worker' },
    ],
    outdir: folder,
    bundle: true,
    format: 'esm',
    target: 'es2023',
    logLevel: 'warning',
    plugins: source === projectRoot ? [] : [sourceFrom(source)],
  });
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><title>bench</title><script type="module" src="/bench-page.js"></script>',
  );
}

function sourceFrom(source: string): Plugin {
  return {
    name: 'source-from',
    setup(b) {
      b.onResolve({ filter: /^\.\.\/\.\.\/src\// }, ({ path, resolveDir }) => ({
        path: join(source, relative(projectRoot, join(resolveDir, path))),
      }));
    },
  };
}
