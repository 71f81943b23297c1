/** `npm run bench:ablation`: which number of the measurement moves which target, on simulated links. See bench/ablation/. */
import { loadTypeScript } from './load.mjs';

const { main } = await loadTypeScript('bench/ablation/ablation-cli.ts');
process.exitCode = await main(process.argv.slice(2));
