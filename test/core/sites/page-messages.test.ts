/** The strict reader of what a page sends. */
import fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { readFromPage } from '../../../src/core/sites/page-messages.ts';

test('the three messages are read', () => {
  const messages = [
    { type: 'ready' },
    { type: 'run', id: 3 },
    { type: 'call', alive: true },
    { type: 'call', alive: false },
  ];
  for (const message of messages) expect(readFromPage(JSON.stringify(message))).toEqual(message);
});

test('anything else is no message', () => {
  const run = '{"type":"run","id":3';
  const refused: unknown[] = [
    undefined,
    null,
    { type: 'ready' },
    new String('{"type":"ready"}'),
    ['{"type":"ready"}'],
    '',
    'ready',
    'null',
    '[]',
    '{}',
    '{"type":"told"}',
    '{"type":"READY"}',
    '{"type":"ready","extra":1}',
    '{"type":"ready","__proto__":{"x":1}}',
    '{"__proto__":{"type":"ready"}}',
    '{"constructor":{"prototype":{"x":1}},"type":"ready"}',
    run,
    `${run.replace('3', '"3"')}}`,
    `${run.replace('3', '-1')}}`,
    `${run.replace('3', '1.5')}}`,
    `${run.replace('3', '1e400')}}`,
    `${run.replace('3', '9007199254740993')}}`,
    `${run},"servers":[{"urls":"turn:evil.example"}]}`,
    `${run},"kind":"full"}`,
    '{"type":"call"}',
    '{"type":"call","alive":1}',
    '{"type":"callBegan"}',
    '{"target":"background","name":"forget","argument":"device"}',
    `${' '.repeat(200)}{"type":"ready"}`,
    `{"type":"ready"${' '.repeat(10_000_000)}}`,
    `${'['.repeat(100_000)}`,
  ];
  expect(refused.filter((detail) => readFromPage(detail) !== undefined)).toEqual([]);
  expect(({} as { x?: unknown }).x).toBeUndefined();
});

test('whatever comes, it throws nothing and gives nothing but a message', () => {
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.json()), (detail) => {
      const message = readFromPage(detail);
      expect(message === undefined || ['ready', 'run', 'call'].includes(message.type)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
