#!/usr/bin/env node
/** Thorough tests over emulated lines whose queue is known; `--help` says how. */
import { loadTypeScript } from './load.mjs';

const { main } = await loadTypeScript('bench/thorough/thorough-cli.ts');
process.exitCode = await main(process.argv.slice(2));
