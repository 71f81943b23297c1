/** `npm run storm -- [--seed N] [--kills N]`: faults at random moments against the real extension. See bench/STORM.md. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { main, PlainError, run } from './run.mjs';
import { ensurePrograms, root } from './set-up.mjs';

await main(async () => {
  const { values } = parseArgs({
    options: { seed: { type: 'string', default: '1' }, kills: { type: 'string', default: '100' } },
  });
  for (const [name, value] of Object.entries(values)) {
    if (!/^[1-9]\d{0,8}$/.test(value))
      throw new PlainError(`--${name} is a whole number from 1 on, not "${value}"`);
  }
  const [chromium, turnserver] = await ensurePrograms('chromium', 'turnserver');
  const env = {
    ...process.env,
    PRECALL_CHROMIUM: chromium,
    PRECALL_TURNSERVER: turnserver,
    STORM_SEED: values.seed,
    STORM_KILLS: values.kills,
  };
  const cli = join(root, 'node_modules', 'playwright', 'cli.js');
  return run(process.execPath, [cli, 'test', '--config', 'bench/storm/storm.config.mjs'], { cwd: root, env });
});
