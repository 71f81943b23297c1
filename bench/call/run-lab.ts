/** The lab: on each link first a precall test, then a real call each way; a line of JSON for each link. */
import type { NamespacedLink } from '../link/open-link.ts';
import type { Measurement, PageServer, PageTool } from '../page/measurement.ts';
import { startCompetingTraffic } from '../run/competing-traffic.ts';
import { isOurs } from '../run/plan-jobs.ts';
import { type DrawnLink, linkOf } from './call-links.ts';
import type { CallRecord, CallWay, Measured, PeersSaid } from './call-record.ts';
import { makeCall } from './make-call.ts';
import type { Party } from './party.ts';
import { VOICE } from './speech.ts';

/** Above this share of the time a call was held back by the processor, and says nothing of the link. */
const MOST_PROCESSOR_SHARE = 0.1;
/** kbit/s: as the product asks for. */
const CAP_KBPS = 10_000;

export interface Lab {
  readonly link: NamespacedLink;
  readonly behindLink: Party;
  readonly besideServer: Party;
  /** Whether the peers' tests are made beside ours. */
  readonly withPeers: boolean;
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
    const server = { urls: [url], username, credential };
    const measured = await precallTest(lab, server);
    const peers = lab.withPeers ? await peersSay(lab, server) : undefined;
    const ends = { ...lab, iceServer: { urls: url, username, credential } };
    const up = await makeCall(ends, 'sent');
    const down = await makeCall(ends, 'received');
    const sent = up.sent;
    const received = down.received;
    const processor = Math.max(sent?.processorShare ?? 0, received?.processorShare ?? 0);
    return {
      link: drawn,
      voice: VOICE,
      measured,
      ...(peers && { peers }),
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

/** As a scheduled full run does it: on a narrow line that looks for the narrower way, too. */
async function precallTest(lab: Lab, server: PageServer): Promise<Measured> {
  const { rttMs, jitterMs, p95DeviationMs, medianDeviationMs, loss, ...found } = await measureWith(
    lab,
    server,
    'precall-ways',
  );
  const { capacityKbps, throughputKbps: goodputKbps, atLeast, ways, remark } = found;
  return known<Measured>({
    ...{ rttMs, jitterMs, p95DeviationMs, medianDeviationMs, loss },
    ...{ capacityKbps, goodputKbps, atLeast, ways, remark },
  });
}

async function peersSay(lab: Lab, server: PageServer): Promise<PeersSaid> {
  const say = async (tool: 'jitsi' | 'twilio') => {
    const { throughputKbps, loss, rttMs, jitterMs, remark } = await measureWith(lab, server, tool);
    return known<PeersSaid[typeof tool]>({ throughputKbps, loss, rttMs, jitterMs, remark });
  };
  return { jitsi: await say('jitsi'), twilio: await say('twilio') };
}

async function measureWith({ behindLink }: Lab, server: PageServer, tool: PageTool): Promise<Measurement> {
  const page = await behindLink.page();
  try {
    // As the call's party behind the link: the peers' ends would otherwise find a way round the relay.
    const request = { tool, servers: [server], forceRelay: !isOurs(tool), capKbps: CAP_KBPS };
    return await page.evaluate((asked) => globalThis.measure(asked), request);
  } finally {
    await page.context().close();
  }
}

function known<T>(found: Readonly<Record<string, unknown>>): T {
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as T;
}

/** Four digits say all that eight seconds can tell. */
function rounded(way: CallWay): CallWay {
  return Object.fromEntries(
    Object.entries(way).map(([name, value]) => [name, Number((value as number).toPrecision(4))]),
  ) as unknown as CallWay;
}
