/** The lab: on each link first a precall test, then a real call each way; a line of JSON for each link. */
import type { NamespacedLink } from '../link/open-link.ts';
import type { Measurement } from '../page/measurement.ts';
import { startCompetingTraffic } from '../run/competing-traffic.ts';
import { type DrawnLink, linkOf } from './call-links.ts';
import type { CallRecord, CallWay, Measured } from './call-record.ts';
import { makeCall } from './make-call.ts';
import type { Party } from './party.ts';

/** Above this share of the time a call was held back by the processor, and says nothing of the link. */
const MOST_PROCESSOR_SHARE = 0.1;
/** kbit/s: as the product asks for. */
const CAP_KBPS = 10_000;

export interface Lab {
  readonly link: NamespacedLink;
  readonly behindLink: Party;
  readonly besideServer: Party;
}

export async function recordLink(lab: Lab, drawn: DrawnLink): Promise<CallRecord> {
  const { competing, transport } = drawn;
  lab.link.emulator.set(linkOf(drawn));
  lab.link.emulator.reset();
  const stopCompeting = competing === undefined ? undefined : await compete(lab.link, competing);
  try {
    const url = { udp: lab.link.turn.udpUrl, tcp: lab.link.turn.tcpUrl, tls: lab.link.turn.tlsUrl }[
      transport
    ];
    const { username, credential } = lab.link.turn;
    const measured = await precallTest(lab, { urls: [url], username, credential });
    const ends = { ...lab, iceServer: { urls: url, username, credential } };
    const up = await makeCall(ends, 'sent');
    const down = await makeCall(ends, 'received');
    const sent = up.sent;
    const received = down.received;
    const processor = Math.max(sent?.processorShare ?? 0, received?.processorShare ?? 0);
    return {
      link: drawn,
      measured,
      ...(up.connectMs === undefined ? {} : { connectMs: Math.round(up.connectMs) }),
      ...(sent === undefined ? {} : { sent: rounded(sent) }),
      ...(received === undefined ? {} : { received: rounded(received) }),
      ...(processor > MOST_PROCESSOR_SHARE ? { voidWhy: 'the processor held the picture back' } : {}),
    };
  } finally {
    stopCompeting?.();
  }
}

function compete(link: NamespacedLink, toward: 'up' | 'down'): Promise<() => void> {
  return startCompetingTraffic(link.namespaces, toward);
}

async function precallTest(
  { behindLink }: Lab,
  server: { urls: string[]; username: string; credential: string },
): Promise<Measured> {
  const page = await behindLink.page();
  try {
    const measurement: Measurement = await page.evaluate((request) => globalThis.measure(request), {
      tool: 'precall',
      servers: [server],
      forceRelay: false,
      capKbps: CAP_KBPS,
    } as const);
    const { rttMs, jitterMs, p95DeviationMs, medianDeviationMs, loss } = measurement;
    const { capacityKbps, throughputKbps, atLeast, remark } = measurement;
    const found = {
      ...{ rttMs, jitterMs, p95DeviationMs, medianDeviationMs, loss },
      ...{ capacityKbps, goodputKbps: throughputKbps, atLeast, remark },
    };
    return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as Measured;
  } finally {
    await page.context().close();
  }
}

/** Four digits say all that eight seconds can tell. */
function rounded(way: CallWay): CallWay {
  return Object.fromEntries(
    Object.entries(way).map(([name, value]) => [name, Number((value as number).toPrecision(4))]),
  ) as unknown as CallWay;
}
