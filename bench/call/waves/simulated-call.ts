/** A call's video over a link whose delay varies: voice, frames, pacer, probes and GCC, a millisecond at a time. */
import { createRandom } from '../../learner/random.ts';
import { type Arrival, DelayDetector } from './delay-detector.ts';
import { RateControl } from './rate-control.ts';
import { type VaryingDelay, VaryingWay } from './varying-delay.ts';

/** kbit/s that the encoder makes of the camera at most, and what voice and overhead take beside it. */
const PICTURE_KBPS = 1700;
const BESIDE_KBPS = 45;
const PACKET_BYTES = 1150;
const OVERHEAD_BYTES = 60;
const VOICE = { bytes: 130, everyMs: 20 } as const;
const FRAME_MS = 1000 / 30;
const FEEDBACK_MS = 60;
/** ms of frames that may wait; then one is left out. */
const PACER_MS = 300;
const PACING = 2.5;
/** libwebrtc's: three and six times the start, then twice what was found; after a great fall most of what was had before it. */
const PROBES = {
  firstKbps: [900, 1800],
  mostKbps: 3400,
  further: 0.7,
  ms: 15,
  afterFall: 0.85,
  fall: 0.66,
  apartMs: 2000,
} as const;
/** Bytes by which a probe is counted and paced. */
const PROBE_BYTES = 1200;
const WARM_UP_MS = 8_000;
const END_MS = 16_000;

/** kbit/s of video that arrives between the 8th and the 16th second. */
export function simulatedVideoKbps(link: VaryingDelay, seed: number): number {
  const way = new VaryingWay(link, createRandom(seed));
  const detector = new DelayDetector();
  const control = new RateControl(2 * link.delayMs + 20);
  const underWay: Arrival[] = [];
  const recent: Arrival[] = [];
  const answers: { at: number; kbps: number }[] = [];
  const next = { voice: 0, frame: 0, feedback: 0 };
  let pacedTo = 0;
  let furtherFrom = PROBES.further * (PROBES.firstKbps[1] ?? 0);
  let probedAt = Number.NEGATIVE_INFINITY;
  let videoBytes = 0;

  const send = (sentAt: number, bytes: number, video: boolean): Arrival | undefined => {
    const arrivedAt = way.cross(sentAt, bytes);
    if (arrivedAt === undefined) return undefined;
    const packet = { sentAt, arrivedAt, bytes, video };
    underWay.push(packet);
    return packet;
  };
  const probe = (at: number, kbps: number) => {
    const packets = Math.max(5, Math.ceil((kbps * PROBES.ms) / 8 / PROBE_BYTES));
    const begins = Math.max(at, pacedTo);
    pacedTo = begins + (packets * 8 * PROBE_BYTES) / kbps;
    const sent = Array.from({ length: packets }, (_, i) =>
      send(begins + (i * 8 * PROBE_BYTES) / kbps, 1250, false),
    );
    const found = probedKbps(sent.filter((packet) => packet !== undefined));
    if (found) answers.push({ at: found.at + link.delayMs, kbps: found.kbps });
  };
  const frame = (now: number) => {
    const bytes = (Math.min(PICTURE_KBPS, Math.max(0, control.kbps - BESIDE_KBPS)) * FRAME_MS) / 8;
    const packets = Math.max(1, Math.ceil(bytes / PACKET_BYTES));
    let at = Math.max(now, pacedTo);
    if (at - now >= PACER_MS) return;
    for (let i = 0; i < packets; i++) {
      send(at, bytes / packets + OVERHEAD_BYTES, true);
      at += ((bytes / packets + OVERHEAD_BYTES) * 8) / Math.max(PACING * control.kbps, 30);
    }
    pacedTo = at;
  };
  const feedback = (now: number) => {
    const until = now - link.delayMs;
    underWay.sort((a, b) => a.arrivedAt - b.arrivedAt);
    const came = underWay.splice(0, countBefore(underWay, until));
    if (came.length === 0) return;
    let recovered = false;
    for (const packet of came) {
      if (packet.video && packet.arrivedAt >= WARM_UP_MS) videoBytes += packet.bytes - OVERHEAD_BYTES;
      const before = detector.usage;
      detector.take(packet, now);
      recovered ||= before === 'under' && detector.usage === 'normal';
    }
    recent.push(...came);
    recent.splice(0, countBefore(recent, until - 500));
    for (const answer of answers.splice(0, answers.length)) {
      if (answer.at > now) answers.push(answer);
      else if (detector.usage !== 'over') {
        control.set(answer.kbps);
        if (answer.kbps > furtherFrom && answer.kbps < PROBES.mostKbps) {
          const kbps = Math.min(2 * answer.kbps, PROBES.mostKbps);
          furtherFrom = PROBES.further * kbps;
          probe(now, kbps);
        }
      }
    }
    control.take(detector.usage, throughputOf(recent, until), now);
    const { decreased } = control;
    const fell = decreased && now - decreased.at < 5_000 && control.kbps < PROBES.fall * decreased.from;
    if (recovered && fell && now - probedAt > PROBES.apartMs) {
      probedAt = now;
      probe(now, PROBES.afterFall * decreased.from);
    }
  };

  for (const kbps of PROBES.firstKbps) probe(10, kbps);
  for (let now = 10; now < END_MS; now++) {
    if (now >= next.voice) {
      next.voice += VOICE.everyMs;
      send(now, VOICE.bytes, false);
    }
    if (now >= next.frame) {
      next.frame += FRAME_MS;
      frame(now);
    }
    if (now >= next.feedback) {
      next.feedback += FEEDBACK_MS;
      feedback(now);
    }
  }
  return (videoBytes * 8) / (END_MS - WARM_UP_MS);
}

function countBefore(packets: readonly Arrival[], until: number): number {
  const at = packets.findIndex(({ arrivedAt }) => arrivedAt > until);
  return at < 0 ? packets.length : at;
}

/** kbit/s, of the last half second. */
function throughputOf(recent: readonly Arrival[], until: number): number | undefined {
  const [first] = recent;
  if (first === undefined || recent.length < 2) return undefined;
  const bits = recent.reduce((sum, { bytes }) => sum + 8 * bytes, 0);
  return bits / Math.max(150, until - first.arrivedAt);
}

/** What a train of probes says: the slower of its sending and its arriving. */
function probedKbps(train: readonly Arrival[]): { at: number; kbps: number } | undefined {
  const [first, last] = [train[0], train.at(-1)];
  if (first === undefined || last === undefined || train.length < 4) return undefined;
  const bits = train.slice(1).reduce((sum, { bytes }) => sum + 8 * bytes, 0);
  const sent = bits / (last.sentAt - first.sentAt);
  const came = bits / (last.arrivedAt - first.arrivedAt);
  if (!(came > 0) || came > 2 * sent) return undefined;
  return { at: last.arrivedAt, kbps: came < 0.9 * sent ? 0.95 * came : Math.min(sent, came) };
}
