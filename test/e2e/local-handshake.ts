import { expect } from 'playwright/test';
import type { Coturn } from './coturn.ts';
import type { DrivenExtension } from './driven-extension.ts';
import { openWatchedLine } from './turn-packets.ts';

/** One run over a line on which no DTLS handshake is seen. */
export async function expectHandshakeOnDevice(extension: DrivenExtension, turn: Coturn): Promise<void> {
  const line = await openWatchedLine(turn.port);
  try {
    await extension.configure([{ ...turn.server(), urls: [line.url] }]);
    const run = await extension.run();
    expect(run.preCallTestResults[0]).toMatchObject({ mediaConnectivity: true, rtt: expect.any(Number) });
    expect(line.handshakes()).toBe(0);
  } finally {
    line.close();
  }
}
