#!/usr/bin/env node
/** One emulated link for one command; `--help` says how. */
import { loadTypeScript } from './load.mjs';

const { main } = await loadTypeScript('bench/link/link-cli.ts');
process.exitCode = await main(process.argv.slice(2));
