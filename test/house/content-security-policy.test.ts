/** What the extension's pages may load and reach, by the manifest. */
import { expect, test } from 'playwright/test';
import manifest from '../../manifest.json' with { type: 'json' };

test('pages run and show what the extension ships, and reach HTTPS and this device', () => {
  const directives = new Map(
    manifest.content_security_policy.extension_pages.split(';').map((directive) => {
      const [name = '', ...sources] = directive.trim().split(/\s+/);
      return [name, sources.join(' ')];
    }),
  );
  expect(directives.get('default-src')).toBe("'none'");
  for (const name of ['script-src', 'worker-src', 'style-src', 'img-src']) {
    expect(directives.get(name), name).toBe("'self'");
  }
  for (const name of ['base-uri', 'form-action', 'frame-ancestors']) {
    expect(directives.get(name), name).toBe("'none'");
  }
  // A server that answers with credentials, a collector: `https`, or one on this device.
  expect(directives.get('connect-src')).toBe("'self' https: http://localhost:* http://127.0.0.1:*");
});
