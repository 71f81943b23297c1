/** A web server with a page that listens, under two names: `127.0.0.1`, and `localhost`, which is another site. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HOST } from './free-port.ts';

export interface WebSite {
  readonly url: string;
  /** The same pages of another origin. */
  readonly otherUrl: string;
  dispose(): Promise<void>;
}

/** The match pattern of `url`. */
export const SITE_PATTERN = `http://${HOST}/*`;

/** What the page heard: [name, value]. */
export type Heard = readonly (readonly [name: string, value: unknown])[];

const LISTENING = `<!doctype html><title>Listening</title><script>
  window.heard = [];
  for (const name of ['preCallTestResults', 'connectionRecommendation', 'pctConnectionQualityChange'])
    window.csjs?.on(name, (value) => heard.push([name, value]));
</script>`;

/** A page that has a `csjs` of its own, made as scripts of that age make it. */
const OWN = `<!doctype html><title>Own</title><script>
  var csjs = { own: true };
</script>`;

export async function startWebSite(): Promise<WebSite> {
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site');
    const frames = searchParams.getAll('frame').map((src) => `<iframe src="${encodeURI(src)}"></iframe>`);
    response.end((pathname === '/own' ? OWN : LISTENING) + frames.join(''));
  });
  server.listen(0, HOST);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${HOST}:${port}/`,
    otherUrl: `http://localhost:${port}/`,
    async dispose() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
