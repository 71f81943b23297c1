/** Each transport of a real TURN server, and each way in which one fails. */
import { expect, test } from './fixtures.ts';

for (const transport of ['udp', 'tcp', 'tls'] as const) {
  test(`a server works over ${transport}`, async ({ turn, extension }) => {
    await extension.configure([turn.server(transport)]);
    const run = await extension.run();
    expect(run.preCallTestResults).toMatchObject([
      {
        provider: 'Coturn',
        mediaConnectivity: true,
        urls: [{ url: turn.urls[transport], relayProtocol: transport, reachable: true, reason: null }],
      },
    ]);
    console.log(JSON.stringify(run, null, 1));
  });
}
