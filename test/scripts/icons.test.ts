import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { expect, test } from 'playwright/test';

const NAMES = ['red', 'amber-fair', 'amber-good', 'green', 'unknown', 'offline', 'running'];
const wasm = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm');

test.beforeAll(async () => initWasm(await readFile(wasm)));

/** The opaque pixels at 16 px: what is left of an icon when its colour is not seen. */
async function silhouette(name: string): Promise<boolean[]> {
  const svg = await readFile(new URL(`../../icons/${name}.svg`, import.meta.url), 'utf8');
  const { pixels } = new Resvg(svg, { fitTo: { mode: 'width', value: 16 } }).render();
  return Array.from({ length: 256 }, (_, i) => (pixels[i * 4 + 3] ?? 0) > 127);
}

async function pixelsOf(name: string): Promise<Uint8Array> {
  const svg = await readFile(new URL(`../../icons/${name}.svg`, import.meta.url), 'utf8');
  return new Resvg(svg, { fitTo: { mode: 'width', value: 16 } }).render().pixels;
}

test('the status icons are told apart by shape alone at 16 px', async () => {
  const shapes = await Promise.all(NAMES.map(silhouette));
  for (const [i, a] of shapes.entries()) {
    for (const [j, b] of shapes.entries()) {
      if (j <= i) continue;
      const different = a.filter((on, k) => on !== b[k]).length;
      expect(different, `${NAMES[i]} and ${NAMES[j]}`).toBeGreaterThan(15);
    }
  }
});

/** WCAG 1.4.11: a graphic needs 3:1 against what is beside it. */
test('each icon stands out from light and dark toolbars', async () => {
  for (const name of NAMES) {
    const pixels = await pixelsOf(name);
    const solid = Array.from({ length: 256 }, (_, i) => i * 4)
      .filter((at) => pixels[at + 3] === 255)
      .map((at) => luminance(pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0));
    const body = solid.sort((a, b) => a - b)[Math.floor(solid.length / 4)] ?? 0;
    expect(1.05 / (body + 0.05), `${name} on white`).toBeGreaterThanOrEqual(3);
    expect((body + 0.05) / (luminance(0x35, 0x36, 0x3a) + 0.05), `${name} on dark`).toBeGreaterThanOrEqual(
      2.5,
    );
  }
});

function luminance(red: number, green: number, blue: number): number {
  const linear = (byte: number) =>
    byte <= 10.31475 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4;
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
