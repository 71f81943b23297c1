#!/usr/bin/env node
/** Chromium and Firefox on the same emulated links; `--help` says how. */
import { loadTypeScript } from './load.mjs';

const { main } = await loadTypeScript('bench/agreement/agreement-cli.ts');
process.exitCode = await main(process.argv.slice(2));
