/** `npm run screenshots`, `npm run bench:views`: set-up, then Playwright's runner with the configuration that is named. */
import { join } from 'node:path';
import { main, run } from './run.mjs';
import { ensurePrograms, root } from './set-up.mjs';

await main(async () => {
  const [config, ...args] = process.argv.slice(2);
  const [chromium] = await ensurePrograms('chromium');
  const cli = join(root, 'node_modules', 'playwright', 'cli.js');
  const env = { ...process.env, PRECALL_CHROMIUM: chromium };
  return run(process.execPath, [cli, 'test', '--config', config, ...args], { cwd: root, env });
});
