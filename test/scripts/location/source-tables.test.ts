import { expect, test } from 'playwright/test';
import { parseAsnCsv } from '../../../scripts/location/source-tables.ts';

test('reads rows of the ASN database, quoted and plain', () => {
  const rows = parseAsnCsv('16777216,16777471,13335,"Cloudflare, Inc."\r\n1,2,7,"The ""Net"""\n3,4,8,\n');
  expect(rows).toEqual([
    { first: 16777216n, last: 16777471n, name: '13335 Cloudflare, Inc.' },
    { first: 1n, last: 2n, name: '7 The "Net"' },
    { first: 3n, last: 4n, name: '8 ' },
  ]);
});

test('an organisation is one line without control characters', () => {
  expect(parseAsnCsv('1,2,7,A\u0007B \u00a0 C ')[0]?.name).toBe('7 A B C');
});

test('names a row it cannot read', () => {
  expect(() => parseAsnCsv('1.0.0.0,1.0.0.255,13335,Cloudflare')).toThrow('1.0.0.0,1.0.0.255');
});
