import fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { parseCredentialsUrl } from '../../../src/core/servers/credentials-url.ts';

const GOOD: readonly (readonly [string, string])[] = [
  ['https://api.example.org/turn?token=x', 'https://api.example.org/*'],
  ['  HTTPS://API.example.org:8443/turn ', 'https://api.example.org/*'],
  ['https://api.example.org', 'https://api.example.org/*'],
  ['https://api.example.org?key=1#part', 'https://api.example.org/*'],
  ['https://[2001:db8::1]:8443/turn', 'https://[2001:db8::1]/*'],
  ['http://localhost:8080/turn', 'http://localhost/*'],
  ['http://127.0.0.1/turn', 'http://127.0.0.1/*'],
];
for (const [url, origin] of GOOD) {
  test(`${url.trim()} is asked under ${origin}`, () => {
    expect(parseCredentialsUrl(url)).toMatchObject({ ok: true, origin });
  });
}

const BAD = [
  [' ', 'empty'],
  ['api.example.org/turn', 'not-https'],
  ['http://api.example.org/turn', 'not-https'],
  ['http://localhost.example.org/turn', 'not-https'],
  ['ftp://api.example.org', 'not-https'],
  ['https://user:pass@api.example.org/turn', 'has-credentials'],
  ['https://', 'bad-host'],
  ['https://a b/turn', 'bad-host'],
  ['https://*/turn', 'bad-host'],
  ['https://0x7f000001/', 'bad-host'],
  ['https://127.1/turn', 'bad-host'],
  ['https://017700000001/turn', 'bad-host'],
  ['https://api.example.org:99999/', 'bad-host'],
  ['https://api.example.org\\@evil.example/', 'bad-character'],
  ['https://api.example.org/a b', 'bad-character'],
] as const;
for (const [url, error] of BAD) {
  test(`${url} is refused: ${error}`, () => {
    expect(parseCredentialsUrl(url)).toEqual({ ok: false, error });
  });
}

test('what is accepted, the browser asks at that very host', () => {
  fc.assert(
    fc.property(fc.webUrl({ validSchemes: ['https'], withQueryParameters: true }), (url) => {
      const parsed = parseCredentialsUrl(url);
      if (parsed.ok) expect(parsed.host).toBe(new URL(url).hostname);
    }),
  );
});
