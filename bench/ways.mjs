#!/usr/bin/env node
/** Which way of a line is the narrower one, over emulated lines drawn from a seed; `--help` says how. */
import { loadTypeScript } from './load.mjs';

const { main } = await loadTypeScript('bench/ways/ways-cli.ts');
process.exitCode = await main(process.argv.slice(2));
