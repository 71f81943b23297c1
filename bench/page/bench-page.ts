/** Runs in the browser: one function the bench calls. */
import type { Measurement, PageRequest } from './measurement.ts';
import { measureWithOurs } from './ours.ts';
import { measureWithCloudflare, measureWithJitsi, measureWithTwilio } from './peers.ts';

async function measureWith(request: PageRequest): Promise<Measurement> {
  if (request.forceRelay) forceRelay();
  const [server] = request.servers;
  if (server === undefined) throw new Error('no TURN server');
  switch (request.tool) {
    case 'precall':
      return measureWithOurs(request, 'full');
    case 'precall-ways':
      return measureWithOurs(request, 'full', { unattended: true });
    case 'precall-light':
      return measureWithOurs(request, 'light');
    case 'precall-connectivity':
      return measureWithOurs(request, 'connectivity');
    case 'jitsi':
      return measureWithJitsi(server);
    case 'twilio':
      return measureWithTwilio(server);
    case 'cloudflare':
      return measureWithCloudflare(server);
  }
}

function forceRelay(): void {
  const Native = RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super({ ...configuration, iceTransportPolicy: 'relay' });
    }
  };
}

declare global {
  var measure: (request: PageRequest) => Promise<Measurement>;
}
globalThis.measure = measureWith;
