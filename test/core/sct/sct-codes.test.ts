import { readFileSync } from 'node:fs';
import { expect, test } from 'playwright/test';
import {
  bestCodeOf,
  CONNECTIVITY,
  colorOf,
  NOTIFICATION,
  notificationCodeOf,
  STATUS,
  SUMMARY,
  SUMMARY_CODES,
  statusOf,
} from '../../../src/core/sct/sct-codes.ts';

/** The published tables, read line by line: "code<separator>text" under each table's header. */
const published = readFileSync(new URL('../../fixtures/sct-tables.txt', import.meta.url), 'utf8');

function rows(header: string): [number, string][] {
  const [, table = ''] = published.split(`${header}\n`);
  return table
    .split('\n\n')[0]
    ?.split('\n')
    .flatMap((line): [number, string][] => {
      const match = /^(\d+)(?![\d-])(.+)$/.exec(line);
      return match === null ? [] : [[Number(match[1]), match[2] ?? '']];
    }) as [number, string][];
}

const asRows = (table: Record<number, string>) =>
  Object.entries(table).map(([code, text]): [number, string] => [Number(code), text]);

test('connectivity and status are the published tables', () => {
  expect(asRows(CONNECTIVITY)).toEqual(rows('Connectivity CodeDescription'));
  expect(asRows(STATUS)).toEqual(rows('Status CodeDescription'));
});

test('summary codes, colours and texts are the published table, to the letter', () => {
  const table = rows('Summary CodeColorDescription');
  expect(table).toHaveLength(12);
  const ours = Object.entries(SUMMARY).map(([code, { color, text }]) => [Number(code), `${color}${text}`]);
  expect(ours).toEqual(table);
});

test('notification texts are the published table, to the letter', () => {
  const table = rows('Notification CodeDescription');
  expect(table).toHaveLength(12);
  expect(asRows(NOTIFICATION)).toEqual(table);
});

test('each summary code has the notification code ten times itself, and none is reserved', () => {
  for (const code of SUMMARY_CODES) {
    const notificationCode = notificationCodeOf(code);
    expect(notificationCode).toBe(code * 10);
    expect(NOTIFICATION[notificationCode]).toBeTruthy();
    expect(code < 80 || code > 89).toBe(true);
  }
});

test('status follows the summary', () => {
  expect(SUMMARY_CODES.map((code) => [code, statusOf(code)])).toEqual([
    [10, 1],
    [20, 2],
    [30, 2],
    [40, 2],
    [50, 3],
    [55, 3],
    [60, 3],
    [65, 3],
    [70, 4],
    [75, 4],
    [90, 4],
    [95, 5],
  ]);
  expect(new Set(SUMMARY_CODES.map(colorOf))).toEqual(new Set(['red', 'amber fair', 'amber good', 'green']));
});

test('the best code of a colour is the last before the next colour', () => {
  expect((['red', 'amber fair', 'amber good', 'green'] as const).map(bestCodeOf)).toEqual([40, 65, 75, 95]);
});
