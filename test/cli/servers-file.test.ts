import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseServers, readServersFile } from '../../cli/servers-file.ts';
import { UsageError } from '../../cli/usage-error.ts';
import { expect, test } from '../folder-fixture.ts';

const SECRET = 'hunter2-very-secret';
const GOOD = { label: 'A', urls: ['turn:turn.example.org'], username: 'u', credential: SECRET };

test('gives the servers of a good file', () => {
  expect(parseServers('s.json', JSON.stringify([GOOD]))).toEqual([GOOD]);
  expect(parseServers('s.json', `\uFEFF${JSON.stringify([GOOD])}`)).toEqual([GOOD]);
  // Written by a program that ended the line: no credential ends with a line break.
  expect(parseServers('s.json', JSON.stringify([{ ...GOOD, credential: `${SECRET}\n` }]))).toEqual([GOOD]);
});

test('reads a file', async ({ folder }) => {
  const path = join(folder, 'servers.json');
  await writeFile(path, JSON.stringify([GOOD]));
  expect(await readServersFile(path)).toEqual([GOOD]);
  await expect(readServersFile(join(folder, 'none.json'))).rejects.toThrow(/none\.json: no such file/);
  await expect(readServersFile(folder)).rejects.toThrow(/it is a folder/);
});

const BAD: readonly [string, unknown, RegExp][] = [
  ['an object', { servers: [GOOD] }, /an array of servers is needed/],
  ['null', null, /an array of servers is needed/],
  ['an empty array', [], /at least one server/],
  ['a number for a server', [1], /servers\[0\]: Expected/],
  [
    'no credential',
    [{ ...GOOD, credential: undefined }],
    /servers\[0\]\.credential: TURN needs a credential/,
  ],
  ['an empty credential', [{ ...GOOD, credential: '' }], /servers\[0\]\.credential: /],
  ['a number as credential', [{ ...GOOD, credential: 12345678 }], /servers\[0\]\.credential: /],
  ['text for a list', [{ ...GOOD, urls: 'turn:x' }], /servers\[0\]\.urls: /],
  ['no URI', [{ ...GOOD, urls: [] }], /servers\[0\]\.urls: /],
  ['a bad second URI', [{ ...GOOD, urls: ['turn:x', 'http://x'] }], /servers\[0\]\.urls\[1\]: .*turn:/],
  ['a STUN server', [GOOD, { ...GOOD, label: 'B', urls: ['stun:x'] }], /servers\[1\]\.urls\[0\]: .*STUN/],
  ['a label twice', [GOOD, { ...GOOD, urls: ['turn:y'] }], /servers\[1\]\.label: /],
  ['credentials in a URI', [{ ...GOOD, urls: [`turn:u:${SECRET}@x`] }], /servers\[0\]\.urls\[0\]: /],
  ['a secret of several lines', [{ ...GOOD, credential: `${SECRET}\n2` }], /servers\[0\]\.credential: /],
];

for (const [what, content, message] of BAD) {
  test(`refuses ${what} at its field, in one line and without the secret`, () => {
    const parse = (): unknown => parseServers('s.json', JSON.stringify(content));
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(message);
    expect(parse).not.toThrow(/\n/);
    expect(parse).not.toThrow(SECRET);
    expect(parse).not.toThrow('12345678');
  });
}

test('says where a file is not JSON, and not what stands there', () => {
  const text = `[\n  {"credential": "${SECRET}" "username": 1}]`;
  expect(() => parseServers('s.json', text)).toThrow(/^s\.json is not valid JSON \(line 2, column \d+\)\.$/);
  expect(() => parseServers('s.json', SECRET)).not.toThrow(SECRET);
  expect(() => parseServers('s.json', '')).toThrow(/^s\.json is not valid JSON/);
});
