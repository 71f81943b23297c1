/** `npm run bench`: accuracy, time and bytes on emulated links, beside the peers. See bench/README.md. */
import { loadTypeScript } from '../bench/load.mjs';
import { main } from './run.mjs';
import { ensureChromium, ensureCoturn, ensureFirefox, ensureModules } from './set-up.mjs';

await main(async () => {
  await ensureModules();
  const withFirefox = !process.argv.includes('--quick');
  const programs = {
    chromium: await ensureChromium(),
    turnserver: await ensureCoturn(),
    ...(withFirefox ? { firefox: await ensureFirefox() } : {}),
  };
  const bench = await loadTypeScript('bench/bench-cli.ts');
  return bench.main(process.argv.slice(2), programs);
});
