/** `npm run storm -- [--browser NAME] [--seed N] [--storms N] [--kills N] [--minutes N] [--faults WORDS] [--light]`: see bench/STORM.md. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { main, PlainError, run } from './run.mjs';
import { ensurePrograms, root } from './set-up.mjs';

const BROWSERS = ['chromium', 'firefox'];

await main(async () => {
  const { values } = parseArgs({
    options: {
      browser: { type: 'string', default: 'chromium' },
      seed: { type: 'string', default: '1' },
      storms: { type: 'string', default: '1' },
      kills: { type: 'string', default: '100' },
      minutes: { type: 'string', default: '1000' },
      faults: { type: 'string', default: '' },
      light: { type: 'boolean', default: false },
    },
  });
  const { browser, faults, light, ...numbers } = values;
  if (!BROWSERS.includes(browser))
    throw new PlainError(`--browser is ${BROWSERS.join(' or ')}, not "${browser}"`);
  for (const [name, value] of Object.entries(numbers)) {
    if (!/^[1-9]\d{0,8}$/.test(value))
      throw new PlainError(`--${name} is a whole number from 1 on, not "${value}"`);
  }
  const [program, turnserver] = await ensurePrograms(browser, 'turnserver');
  const env = {
    ...process.env,
    [`PRECALL_${browser.toUpperCase()}`]: program,
    PRECALL_TURNSERVER: turnserver,
    STORM_BROWSER: browser,
    STORM_SEED: values.seed,
    STORM_STORMS: values.storms,
    STORM_KILLS: values.kills,
    STORM_MINUTES: values.minutes,
    STORM_FAULTS: faults,
    STORM_LIGHT: light ? 'yes' : 'no',
  };
  const cli = join(root, 'node_modules', 'playwright', 'cli.js');
  return run(process.execPath, [cli, 'test', '--config', 'bench/storm/storm.config.mjs'], { cwd: root, env });
});
