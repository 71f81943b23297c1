#!/usr/bin/env node
/** Time and memory of a lookup in the shipped data, in the real browsers; see docs/location.md. */
import { copyBuilt } from '../build.mjs';
import { ensureChromium, ensureFirefox } from '../scripts/set-up.mjs';
import { loadTypeScript } from './load.mjs';

const { main } = await loadTypeScript('bench/location/location-bench.ts');
// These know their own place in the project, which a bundle does not.
await main({ copyBuilt, ensureChromium, ensureFirefox });
