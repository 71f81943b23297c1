/** `npm run bench:call`: real calls over emulated links, beside what a precall test said of them. See bench/call/. */
import { loadTypeScript } from '../bench/load.mjs';
import { main } from './run.mjs';
import { ensurePrograms } from './set-up.mjs';

await main(async () => {
  const [chromium, turnserver] = await ensurePrograms('chromium', 'turnserver');
  process.env.PRECALL_TURNSERVER = turnserver;
  const call = await loadTypeScript('bench/call/call-cli.ts');
  return call.main(process.argv.slice(2), { chromium });
});
