/** `node bench/imports.mjs`: how soon files of the largest kinds are read. Figures depend on the machine: no test asserts them. */
import { loadTypeScript } from './load.mjs';

const { main } = await loadTypeScript('bench/imports.ts');
await main();
