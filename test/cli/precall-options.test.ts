import { expect, test } from 'playwright/test';
import { parsePrecallOptions } from '../../cli/precall-options.ts';
import { UsageError } from '../../cli/usage-error.ts';

const HASH = `${'A'.repeat(43)}=`;

test('one full run in Chromium unless something else is said', () => {
  expect(parsePrecallOptions(['--servers', 's.json'])).toEqual({
    servers: 's.json',
    count: 1,
    intervalS: 0,
    browser: 'chromium',
    kind: 'full',
  });
});

test('takes every option, in both spellings', () => {
  const args = ['--servers=s.json', '--count', '3', '--interval=1.5', '--light', '--tls-spki', HASH];
  expect(parsePrecallOptions(args)).toEqual({
    servers: 's.json',
    count: 3,
    intervalS: 1.5,
    browser: 'chromium',
    kind: 'light',
    tlsSpki: HASH,
  });
  expect(parsePrecallOptions(['--servers', 's', '--browser', 'firefox'])).toMatchObject({
    browser: 'firefox',
  });
  expect(parsePrecallOptions(['--servers', 's', '--thorough'])).toMatchObject({ kind: 'thorough' });
  expect(parsePrecallOptions(['--help'])).toBe('help');
});

test('watches five minutes, or as long as it is told', () => {
  const watchOf = (...args: string[]) => {
    const options = parsePrecallOptions(['--servers', 's', ...args]);
    return options === 'help' ? undefined : options.watchS;
  };
  expect(watchOf()).toBe(undefined);
  expect(watchOf('--watch')).toBe(300);
  expect(watchOf('--watch', '--browser', 'firefox')).toBe(300);
  expect(watchOf('--watch', '60')).toBe(60);
  expect(watchOf('--watch=900')).toBe(900);
});

const BAD: readonly [string, readonly string[], RegExp][] = [
  ['nothing', [], /--servers FILE is missing/],
  ['an option without its value', ['--servers'], /--servers needs a value/],
  ['an option in the place of a value', ['--servers', '--light'], /--servers needs a value/],
  ['an unknown option', ['--servers', 's', '--verbose'], /Unknown option "--verbose"/],
  ['a value without an option', ['--servers', 's', 'more'], /Unexpected argument "more"/],
  ['no run', ['--servers', 's', '--count', '0'], /--count is a whole number from 1/],
  ['half a run', ['--servers', 's', '--count', '1.5'], /--count is a whole number from 1/],
  ['a count that is no number', ['--servers', 's', '--count', 'ten'], /--count/],
  ['a negative interval', ['--servers', 's', '--interval=-1'], /--interval is a number from 0/],
  ['an interval beyond a day', ['--servers', 's', '--interval', '86401'], /--interval/],
  ['another browser', ['--servers', 's', '--browser', 'safari'], /--browser is chromium or firefox/],
  ['a value for a switch', ['--servers', 's', '--light=yes'], /--light takes no value/],
  ['two kinds at once', ['--servers', 's', '--light', '--thorough'], /exclude each other/],
  ['a watch of an hour', ['--servers', 's', '--watch', '3600'], /--watch is a whole number from 5 to 900/],
  ['a hash that is none', ['--servers', 's', '--tls-spki', 'abc'], /--tls-spki is the base64/],
];

for (const [what, args, message] of BAD) {
  test(`refuses ${what} in one line`, () => {
    const parse = (): unknown => parsePrecallOptions(args);
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(message);
    expect(parse).not.toThrow(/\n/);
  });
}
