import { expect, test } from 'playwright/test';
import { credentialsOrigins, originsToGiveBack } from '../../../src/core/servers/credentials-origins.ts';

const A = 'https://a.example/*';
const B = 'http://127.0.0.1/*';

test('each host once; servers without a usable URL need none', () => {
  expect(
    credentialsOrigins([
      { credentialsUrl: 'https://a.example/turn?token=x' },
      {},
      { credentialsUrl: 'https://A.example:8443/other' },
      { credentialsUrl: 'http://127.0.0.1:9000/' },
      { credentialsUrl: 'nonsense' },
    ]),
  ).toEqual([A, B]);
});

test('what no server needs is given back, what one needs is kept', () => {
  expect(originsToGiveBack([A, B], [B])).toEqual([A]);
  expect(originsToGiveBack([A, B], [A, B])).toEqual([]);
  expect(originsToGiveBack([A], [])).toEqual([A]);
});

test('what the user granted beyond our question is theirs', () => {
  const own = ['https://*/*', '*://*/*', '<all_urls>', 'https://*.example/*', 'https://a.example/path/*'];
  expect(originsToGiveBack([...own, A], [])).toEqual([A]);
});
