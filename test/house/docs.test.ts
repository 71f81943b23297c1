/** What the documentation says that a machine can hold against the code. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'playwright/test';
import english from '../../_locales/en/messages.json' with { type: 'json' };
import packageJson from '../../package.json' with { type: 'json' };
import { ensureCoturn } from '../../scripts/set-up.mjs';
import { exportLine } from '../../src/core/history/history-record.ts';
import { FAILURE_REASONS } from '../../src/core/report/failure-reasons.ts';
import { LOOKS } from '../../src/core/sct/look.ts';
import { colorOf, NOTIFICATION, notificationCodeOf, SUMMARY_CODES } from '../../src/core/sct/sct-codes.ts';
import { judgedRun } from '../core/builders/judged-runs.ts';

const pages = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...readdirSync('store')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `store/${name}`),
];
const textOf = (page: string) => readFileSync(page, 'utf8');
/** The first cells of the rows of a page's tables. */
const rowsOf = (page: string) =>
  [...textOf(page).matchAll(/^\| (.+) \|$/gm)].map(([, row = '']) => row.split(' | '));

test('every file that a page links to is there', () => {
  const links = pages.flatMap((page) =>
    [...textOf(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map(([, to = '']) => ({ page, to })),
  );
  expect(links.length).toBeGreaterThan(20);
  expect(links.filter(({ page, to }) => !existsSync(join(dirname(page), to)))).toEqual([]);
});

test('every npm command that a page names exists', () => {
  const commands = pages.flatMap((page) =>
    [...textOf(page).matchAll(/npm run (?:--silent )?([a-z][a-z:-]*)/g)].map(([, name = '']) => ({
      page,
      name,
    })),
  );
  expect(commands.length).toBeGreaterThan(15);
  expect(commands.filter(({ name }) => !Object.hasOwn(packageJson.scripts, name))).toEqual([]);
});

test('every npm command stands in some page', () => {
  const text = [...pages, 'bench/README.md'].map(textOf).join('\n');
  const isTold = (name: string) => new RegExp(`npm (?:run (?:--silent )?)?${name}(?![\\w:-])`).test(text);
  expect(Object.keys(packageJson.scripts).filter((name) => !isTold(name))).toEqual([]);
});

// https://keepachangelog.com/en/1.1.0/
test('the changes of each version stand in the order of Keep a Changelog', () => {
  const order = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
  const [, ...versions] = textOf('CHANGELOG.md').split(/^## /m);
  expect(versions.length).toBeGreaterThan(0);
  for (const version of versions) {
    const kinds = [...version.matchAll(/^### (.*)$/gm)].map(([, kind = '']) => kind);
    expect(kinds).toEqual(order.filter((kind) => kinds.includes(kind)));
  }
});

test('the index leads to every page of the documentation', () => {
  const index = textOf('docs/README.md');
  const others = pages.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md');
  expect(others.filter((page) => !index.includes(`(${page.slice('docs/'.length)})`))).toEqual([]);
});

test('each reason of a failure stands in the page for operators under its word in the popup, and no other', () => {
  const headings = [...textOf('docs/operators.md').matchAll(/^### (.*)$/gm)].map(([, heading]) => heading);
  const messages: Record<string, { readonly message: string }> = english;
  const expected = FAILURE_REASONS.map(
    (reason) => `\`${reason}\`: ${messages[`reason_${reason.replaceAll('-', '_')}`]?.message}`,
  );
  expect(headings.toSorted()).toEqual(expected.toSorted());
});

test('each reason says what it is on the wire and what to do in coturn', () => {
  const [, ...reasons] = textOf('docs/operators.md').split(/^### /m);
  for (const text of reasons) {
    expect(text).toMatch(/\n\nOn the wire: /);
    expect(text).toMatch(/\n\nIn coturn: /);
  }
});

test('each option of coturn that the page for operators names is one', async () => {
  const turnserver = await ensureCoturn();
  // It prints its help and exits with a status of its own.
  const { stdout, stderr } = spawnSync(turnserver, ['--help'], { encoding: 'utf8' });
  const known = new Set(`${stdout}${stderr}`.match(/--[a-z0-9-]+/g));
  const named = [...textOf('docs/operators.md').matchAll(/`(--[a-z0-9-]+)[=`]/g)].map(
    ([, name = '']) => name,
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !known.has(name) && name !== '--servers')).toEqual([]);
});

test('the page for people has every code with its colour and the contract’s sentence, and every look', () => {
  const rows = rowsOf('docs/people.md');
  for (const code of SUMMARY_CODES) {
    expect(rows).toContainEqual([String(code), colorOf(code), NOTIFICATION[notificationCodeOf(code)]]);
  }
  for (const [look, { badge }] of Object.entries(LOOKS)) {
    const shown = badge === '' ? 'none' : `\`${badge}\``;
    expect(rows).toContainEqual([expect.any(String), shown, look, expect.any(String)]);
  }
});

test('each field that the page for support names is in an exported line', () => {
  const line = JSON.parse(exportLine(judgedRun({ at: Date.UTC(2026, 2, 12), summaryCode: 95 }))) as object;
  const named = rowsOf('docs/support.md')
    .map(([cell = '']) => /^`((?:run|event|forecast|preCallTestResults)[\w.]*)`$/.exec(cell)?.[1])
    .filter((name) => name !== undefined);
  expect(named.length).toBeGreaterThan(10);
  const has = (path: string) =>
    path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)?.[key], line) !==
    undefined;
  expect(named.filter((path) => !has(path))).toEqual([]);
});
