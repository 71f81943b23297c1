/**
 * Ordinary weeks through the whole reducer, and a judge of what was told; see bench/learner/weeks/README.md.
 *
 *   npm run bench:weeks -- --seed N [--weeks M] [--kind TEXT] [--verbose] [--write DIR]
 */
import { loadTypeScript } from './load.mjs';

const { main } = await loadTypeScript('bench/learner/weeks/main.ts');
process.exitCode = await main(process.argv.slice(2));
