/**
 * The learner beside other detectors, on emulated devices and on labelled series; prints what bench/learner/RESULTS.md holds.
 *
 *   node bench/learner.mjs            print
 *   node bench/learner.mjs --write    also write bench/learner/RESULTS.md
 *   node bench/learner.mjs --quick    a third of the devices
 *   node bench/learner.mjs --picture  draw docs/three-weeks.svg
 *   node bench/learner.mjs --identity how often the key of a network errs
 */
import { loadTypeScript } from './load.mjs';

const { main } = await loadTypeScript('bench/learner/main.ts');
process.exitCode = await main(process.argv.slice(2));
