/** `npm run bench:call`: real calls over emulated links, beside what a precall test said of them. See bench/call/. */
import { loadTypeScript } from '../bench/load.mjs';
import { main } from './run.mjs';
import { ensureChromium, ensureCoturn, ensureModules } from './set-up.mjs';

await main(async () => {
  await ensureModules();
  const chromium = await ensureChromium();
  process.env.PRECALL_TURNSERVER = await ensureCoturn();
  const call = await loadTypeScript('bench/call/call-cli.ts');
  return call.main(process.argv.slice(2), { chromium });
});
