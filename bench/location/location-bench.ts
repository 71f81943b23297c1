/**
 * Looks random addresses up in a page of the built extension, each with the files that one lookup reads.
 * `cold` is the first lookup after a start, with the index; the others follow as a changed address would.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { copyBuilt } from '../../build.mjs';
import type { ExtensionBrowser } from '../../cli/extension-browser.ts';
import { launchChromium } from '../../cli/launch-chromium.ts';
import { launchFirefox } from '../../cli/launch-firefox.ts';
import type { ensureChromium, ensureFirefox } from '../../scripts/set-up.mjs';
import { type Address, formatAddress } from '../../src/core/location/address.ts';
import { addressKind } from '../../src/core/location/address-kind.ts';
import { projectRoot } from '../project-root.ts';

const LOOKUPS = 300;

interface Lookup {
  readonly ms: number;
  /** Plain bytes read. */
  readonly bytes: number;
  readonly found: boolean;
}

export interface Setting {
  readonly copyBuilt: typeof copyBuilt;
  readonly ensureChromium: typeof ensureChromium;
  readonly ensureFirefox: typeof ensureFirefox;
}

export async function main(setting: Setting): Promise<void> {
  for (const name of ['chrome', 'firefox'] as const) {
    const folder = await mkdtemp(join(tmpdir(), 'precall-location-bench-'));
    let browser: ExtensionBrowser | undefined;
    try {
      const extension = await setting.copyBuilt(name, join(folder, 'extension'));
      await build({
        absWorkingDir: projectRoot,
        entryPoints: ['src/platform/location-files.ts'],
        outfile: join(extension, 'locate.js'),
        bundle: true,
        format: 'esm',
      });
      browser = await launch(name, extension, join(folder, 'profile'), setting);
      for (const family of [4, 6] as const) {
        const lookups = await browser.call(lookUpInPage, { run: family, addresses: addresses(family) });
        report(`${name} IPv${family}`, lookups);
      }
    } finally {
      await browser?.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    }
  }
}

async function launch(
  name: 'chrome' | 'firefox',
  extension: string,
  profile: string,
  { ensureChromium, ensureFirefox }: Setting,
): Promise<ExtensionBrowser> {
  const options = { extension, profile, headless: true };
  return name === 'chrome'
    ? launchChromium({ ...options, executable: await ensureChromium() })
    : launchFirefox({ ...options, executable: await ensureFirefox() });
}

function report(name: string, lookups: readonly Lookup[]): void {
  const [cold, ...warm] = lookups;
  const times = warm.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (quantile: number) => (times[Math.floor(quantile * (times.length - 1))] ?? 0).toFixed(1);
  const mostKb = Math.max(...lookups.map(({ bytes }) => bytes)) / 1000;
  const found = lookups.filter((lookup) => lookup.found).length;
  console.log(
    `${name}: cold ${cold?.ms.toFixed(1)} ms; then median ${at(0.5)}, p95 ${at(0.95)}, max ${at(1)} ms; ` +
      `at most ${mostKb.toFixed(0)} kB read by one; ${found} of ${lookups.length} found`,
  );
}

/** Runs inside the page. */
async function lookUpInPage({
  run,
  addresses,
}: {
  run: number;
  addresses: readonly string[];
}): Promise<Lookup[]> {
  // A module of another URL is another module: its index is not loaded yet.
  const files: typeof import('../../src/platform/location-files.ts') = await import(
    `${chrome.runtime.getURL('locate.js')}?${run}`
  );
  let bytes = 0;
  const arrayBuffer = Response.prototype.arrayBuffer;
  Response.prototype.arrayBuffer = async function () {
    const buffer = await arrayBuffer.call(this);
    bytes += buffer.byteLength;
    return buffer;
  };
  const lookups: Lookup[] = [];
  for (const address of addresses) {
    bytes = 0;
    const start = performance.now();
    const { countryCode } = await files.locate(address);
    lookups.push({ ms: performance.now() - start, bytes, found: countryCode !== null });
  }
  Response.prototype.arrayBuffer = arrayBuffer;
  return lookups;
}

/** Global addresses spread evenly over IPv4, and over the first 2^32 /48s of the registries' IPv6 blocks. */
function addresses(family: 4 | 6): string[] {
  const blocks = [0x2001n, 0x2400n, 0x2600n, 0x2804n, 0x2a00n, 0x2a02n, 0x2c0fn];
  const texts: string[] = [];
  for (let index = 1; texts.length < LOOKUPS; index++) {
    // A golden-ratio sequence: even, and the same in every run.
    const spread = BigInt(Math.floor(((index * 0.618_033_988_75) % 1) * 2 ** 32));
    const block = blocks[index % blocks.length] ?? 0n;
    const value = family === 4 ? spread : (block << 112n) | (spread << 80n);
    const address: Address = { family, value };
    if (addressKind(address) === 'global') texts.push(formatAddress(address));
  }
  return texts;
}
