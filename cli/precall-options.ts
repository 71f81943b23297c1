/** The command line of `precall`. */
import { INTERVAL_S } from '../src/core/settings/settings.ts';
import { WATCH_S } from '../src/core/watch/watch-report.ts';
import { readOptions } from './read-options.ts';
import { UsageError } from './usage-error.ts';

export interface PrecallOptions {
  /** Path of the servers' file. */
  readonly servers: string;
  readonly count: number;
  /** s between the end of a run and the start of the next. */
  readonly intervalS: number;
  readonly browser: 'chromium' | 'firefox';
  readonly kind: 'full' | 'light' | 'thorough';
  /** s to watch the line instead of making runs. */
  readonly watchS?: number;
  /** Base64 SHA-256 of the SPKI of a TLS certificate to be trusted. */
  readonly tlsSpki?: string;
}

export const USAGE = `Usage: npm run --silent precall -- --servers servers.json [options]

Runs the extension's precall test in a headless browser with a throw-away profile and prints one JSON line per run.

  --servers FILE       an array of {"label", "urls", "username", "credential"}
  --count N            number of runs (default 1)
  --interval SECONDS   pause between the end of a run and the next (default 0)
  --browser NAME       chromium (default) or firefox
  --light              leave out the throughput measurement
  --thorough           also fill the line for a few seconds, and measure UDP, TCP and TLS side by side: up to 8 MB
  --watch [SECONDS]    watch the line instead (default 300, at most 900): a JSON line a second, and what it comes to
  --tls-spki HASH      also trust the turns: certificate whose public key (SPKI) has this base64 SHA-256
  --help               print this
`;

const OPTIONS = {
  servers: { type: 'string' },
  count: { type: 'string' },
  interval: { type: 'string' },
  browser: { type: 'string' },
  light: { type: 'boolean' },
  thorough: { type: 'boolean' },
  watch: { type: 'string' },
  'tls-spki': { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** Runs of one command: a run a minute for two months, so that more is a slip of the finger. */
const MOST_RUNS = 100_000;
/** s between two runs: as in the settings. */
const LONGEST_INTERVAL_S = INTERVAL_S.most;
const WHOLE = { shape: /^\d+$/, words: 'a whole number' };
const DECIMAL = { shape: /^\d+(\.\d+)?$/, words: 'a number' };
const SPKI_HASH = /^[A-Za-z0-9+/]{43}=$/;

/** Gives 'help' when that was asked for. */
export function parsePrecallOptions(args: readonly string[]): PrecallOptions | 'help' {
  const values = readOptions(args.map(withUsualWatch), OPTIONS);
  if (values.help === true) return 'help';
  if (values.servers === undefined) throw new UsageError('--servers FILE is missing. See --help.');
  const browser = values.browser ?? 'chromium';
  if (browser !== 'chromium' && browser !== 'firefox') {
    throw new UsageError('--browser is chromium or firefox.');
  }
  if (values.light === true && values.thorough === true) {
    throw new UsageError('--light and --thorough exclude each other.');
  }
  const tlsSpki = values['tls-spki'];
  if (tlsSpki !== undefined && !SPKI_HASH.test(tlsSpki)) {
    throw new UsageError('--tls-spki is the base64 SHA-256 of a public key: 44 characters.');
  }
  return {
    servers: values.servers,
    count: number('--count', values.count ?? '1', WHOLE, 1, MOST_RUNS),
    intervalS: number('--interval', values.interval ?? '0', DECIMAL, 0, LONGEST_INTERVAL_S),
    browser,
    kind: values.thorough === true ? 'thorough' : values.light === true ? 'light' : 'full',
    ...(values.watch === undefined
      ? {}
      : { watchS: number('--watch', values.watch, WHOLE, WATCH_S.least, WATCH_S.most) }),
    ...(tlsSpki === undefined ? {} : { tlsSpki }),
  };
}

/** Its value may be left out. */
function withUsualWatch(argument: string, place: number, all: readonly string[]): string {
  const next = all[place + 1];
  const isAlone = argument === '--watch' && (next === undefined || next.startsWith('--'));
  return isAlone ? `--watch=${WATCH_S.usual}` : argument;
}

function number(
  option: string,
  text: string,
  { shape, words }: typeof WHOLE,
  least: number,
  most: number,
): number {
  const value = Number(text);
  if (shape.test(text) && value >= least && value <= most) return value;
  throw new UsageError(`${option} is ${words} from ${least} to ${most}.`);
}
