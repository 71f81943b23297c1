import fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { importIceServers } from '../../../src/core/ice-text/ice-servers-import.ts';
import { readIceText } from '../../../src/core/ice-text/ice-text.ts';
import { CONFIGURATIONS } from './pasted/configurations.ts';
import { FOURTH_LOOK } from './pasted/fourth-look.ts';
import { PROGRAMS } from './pasted/programs.ts';
import { PROVIDERS } from './pasted/providers.ts';
import { SECOND_LOOK } from './pasted/second-look.ts';
import { THIRD_LOOK } from './pasted/third-look.ts';

for (const [kind, texts] of Object.entries({
  PROVIDERS,
  PROGRAMS,
  CONFIGURATIONS,
  SECOND_LOOK,
  THIRD_LOOK,
  FOURTH_LOOK,
})) {
  test.describe(kind.toLowerCase(), () => {
    for (const { name, text, servers, leftOut } of texts) {
      test(name, () => {
        const result = importIceServers(text);
        const found = result.ok ? result.servers : [];
        expect(found.map(({ urls, username, credential }) => [urls, username, credential])).toEqual(servers);
        if (leftOut === undefined) return;
        expect(result.leftOut.map(({ why, what }) => `${why} ${what}`).sort()).toEqual([...leftOut].sort());
      });
    }
  });
}

test('any text gives an answer', () => {
  const piece = fc.constantFrom(
    ...[
      '[',
      ']',
      '{',
      '}',
      '(',
      ')',
      '"',
      "'",
      '`',
      ':',
      '=',
      ',',
      '\n',
      ' ',
      '\\',
      '<a ',
      '</a>',
      '>',
      '- ',
      '#',
      '//',
    ],
    ...[
      '/*',
      'turn:a.example:3478',
      'turn:',
      'username',
      'password',
      'urls',
      '@',
      '${',
      'secret',
      'host',
      '?',
      '+',
    ],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) =>
      Array.isArray(readIceText(pieces.join('')).entries),
    ),
  );
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => Array.isArray(readIceText(text).entries)));
});

const secret = fc.stringMatching(/^[A-Za-z0-9+/=!%&*~^.:_-]{1,40}$/).filter((text) => !/^[.*]+$/.test(text));

test('what JSON says of a server is read back, whatever the credential is', () => {
  fc.assert(
    fc.property(secret, secret, fc.nat({ max: 3 }), (username, credential, depth) => {
      let value: unknown = { urls: 'turn:a.example:3478', username, credential };
      for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { data: value };
      for (const text of [JSON.stringify(value), JSON.stringify({ body: JSON.stringify(value) })]) {
        const [server] = readIceText(text).entries;
        expect(server).toMatchObject({ urls: ['turn:a.example:3478'], username, credential });
      }
    }),
  );
});

test('a name of a prototype is a name like any other', () => {
  readIceText('[{"__proto__": {"polluted": 1}, "constructor": {"username": "x"}, "urls": "turn:a.example"}]');
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});
