#!/usr/bin/env node
/** `node bench/watch.mjs`: what a watch finds on links that stall; `--help` says how. */
import { loadTypeScript } from './load.mjs';

const { main } = await loadTypeScript('bench/watch/watch-cli.ts');
process.exitCode = await main(process.argv.slice(2));
