/** `npm run bench`: accuracy, time and bytes on emulated links, beside the peers. See bench/README.md. */
import { loadTypeScript } from '../bench/load.mjs';
import { main } from './run.mjs';
import { ensurePrograms } from './set-up.mjs';

await main(async () => {
  // The quick bench is of Chromium only.
  const alsoFirefox = process.argv.includes('--quick') ? [] : ['firefox'];
  const [chromium, turnserver, firefox] = await ensurePrograms('chromium', 'turnserver', ...alsoFirefox);
  process.env.PRECALL_TURNSERVER = turnserver;
  const bench = await loadTypeScript('bench/bench-cli.ts');
  return bench.main(process.argv.slice(2), { chromium, ...(firefox !== undefined && { firefox }) });
});
