/** Chromium keeps pages of the internet from the local network, forced on here: what that means for a company's own servers. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright';
import { AS_PUBLIC, LOCAL_NETWORK_ACCESS } from '../local-network-access.ts';
import { inCleanBrowser } from './clean-browser.ts';
import {
  grantHost,
  json,
  serverFromUrl,
  startCoturnFor,
  startCredentialsService,
  timedCredentials,
} from './credentials-service.ts';
import { expect } from './fixtures.ts';
import { HOST } from './free-port.ts';
import { within } from './within.ts';

const test = inCleanBrowser({ args: [LOCAL_NETWORK_ACCESS], prepare: grantHost });

/** A page of the internet at `/public`, and one of this machine at any other path. */
async function startPages() {
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/html', ...(request.url === '/public' && AS_PUBLIC) });
    response.end('<!doctype html><title>Page</title>');
  });
  server.listen(0, HOST);
  await once(server, 'listening');
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    async dispose() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** How many relays a page is given. */
function relaysOf(page: Page, iceServer: RTCIceServer): Promise<number> {
  return page.evaluate(async (server) => {
    const peer = new RTCPeerConnection({ iceServers: [server], iceTransportPolicy: 'relay' });
    let relays = 0;
    const gathered = new Promise<void>((resolve) => {
      peer.onicecandidate = ({ candidate }) => {
        if (candidate === null) resolve();
        else if (candidate.candidate !== '') relays += 1;
      };
    });
    peer.createDataChannel('any');
    await peer.setLocalDescription();
    await gathered;
    peer.close();
    return relays;
  }, iceServer);
}

test('servers and a credentials URL of the local network are used, of which pages of the internet are given nothing', async ({
  turn,
  extension,
}) => {
  await within(startPages(), async ({ url }) => {
    const page = await extension.context.newPage();
    const { urls, username, credential } = turn.server('udp', 'tcp');
    const iceServer = { urls, username, credential };
    await page.goto(`${url}/own`);
    expect(await relaysOf(page, iceServer)).toBeGreaterThan(0);
    await page.goto(`${url}/public`);
    expect(await relaysOf(page, iceServer)).toBe(0);
    await page.close();

    await within(startCredentialsService(), (service) =>
      within(startCoturnFor(service), async (other) => {
        service.answer(
          json({ ...timedCredentials(service.secret, 3600), uris: [other.urls.udp, other.urls.tcp] }),
        );
        await extension.configure([turn.server('udp', 'tcp'), serverFromUrl(service)]);
        const run = await extension.run('full');
        expect(
          run.preCallTestResults.map(({ urls: tested }) => tested.map(({ reachable }) => reachable)),
        ).toEqual([
          [true, true],
          [true, true],
        ]);
        expect(run.report.outcome).toBe('complete');
        expect(service.requests).toHaveLength(1);
      }),
    );
  });
});
