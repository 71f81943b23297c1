/** Renders the SVG icons to PNG: `renderIcons(from, to)` writes `<name>-<size>.png` for every SVG in `from`. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

/** The toolbar takes 16 and 32, the extensions page 32 and 48, notifications and the store 128. */
const SIZES = [16, 32, 48, 128];

// WebAssembly, not the native build: the same bytes on every platform, and nothing to install but the package.
const ready = readFile(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')).then(
  initWasm,
);

export async function renderIcons(from, to) {
  await mkdir(to, { recursive: true });
  const names = (await readdir(from)).filter((name) => name.endsWith('.svg'));
  for (const name of names) {
    const svg = await readFile(join(from, name), 'utf8');
    for (const size of SIZES) {
      await writeFile(join(to, name.replace(/\.svg$/, `-${size}.png`)), await renderSvg(svg, size));
    }
  }
}

/** A drawing as PNG, so many pixels wide. */
export async function renderSvg(svg, width) {
  await ready;
  return new Resvg(svg, { fitTo: { mode: 'width', value: width } }).render().asPng();
}
