/** `npm run bench:call-fit`: the forecast's parameters from calls that were made. See bench/call/. */
import { loadTypeScript } from './load.mjs';

const { main } = await loadTypeScript('bench/call/fit-cli.ts');
process.exitCode = await main(process.argv.slice(2));
