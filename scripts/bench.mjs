/** `npm run bench`: accuracy, time and bytes on emulated links, beside the peers. See bench/README.md. */
import { loadTypeScript } from '../bench/load.mjs';
import { main } from './run.mjs';
import { ensureChromium, ensureCoturn, ensureFirefox, ensureModules } from './set-up.mjs';

await main(async () => {
  await ensureModules();
  const chromium = await ensureChromium();
  process.env.PRECALL_TURNSERVER = await ensureCoturn();
  // The quick bench is of Chromium only.
  const firefox = process.argv.includes('--quick') ? {} : { firefox: await ensureFirefox() };
  const bench = await loadTypeScript('bench/bench-cli.ts');
  return bench.main(process.argv.slice(2), { chromium, ...firefox });
});
