/** What `getStats` of both ends says of one way of a call, between two moments (names: W3C webrtc-stats). */
import type { CallWay } from './call-record.ts';

export type Stat = Readonly<Record<string, unknown>>;
export interface Moments {
  readonly before: readonly Stat[];
  readonly after: readonly Stat[];
  /** Pixels, of the picture when it has had time to take the lines of its rate; 0 before the first one. */
  readonly settledHeightPx: number;
}

export function callWay(sender: Moments, receiver: Moments, seconds: number): CallWay {
  const video = difference(receiver, 'inbound-rtp', 'video');
  const audio = difference(receiver, 'inbound-rtp', 'audio');
  const spoken = difference(sender, 'outbound-rtp', 'audio');
  const pair = sender.after.find(
    ({ type, nominated, state }) => type === 'candidate-pair' && nominated === true && state === 'succeeded',
  );
  const frames = video('framesDecoded');
  return {
    videoKbps: (video('bytesReceived') * 8) / 1000 / seconds,
    heightPx: frames > 0 ? receiver.settledHeightPx : 0,
    framesPerSecond: frames / seconds,
    frozenShare: Math.min(1, video('totalFreezesDuration') / seconds),
    concealedShare: share(
      audio('concealedSamples') - audio('silentConcealedSamples'),
      audio('totalSamplesReceived'),
    ),
    audioPacketsSent: spoken('packetsSent'),
    audioPackets: audio('packetsReceived'),
    audioPacketsLost: audio('packetsLost'),
    audioPacketsRepaired: audio('fecPacketsReceived') - audio('fecPacketsDiscarded'),
    jitterBufferMs: 1000 * share(audio('jitterBufferDelay'), audio('jitterBufferEmittedCount')),
    audioKbps: (audio('bytesReceived') * 8) / 1000 / seconds,
    ...present('rttMs', pair?.currentRoundTripTime, 1000),
    ...present('estimateKbps', pair?.availableOutgoingBitrate, 0.001),
    processorShare: Math.min(1, processorSeconds(sender) / seconds),
  };
}

function of(moment: readonly Stat[], type: string, kind: string): Stat | undefined {
  return moment.find((stat) => stat.type === type && stat.kind === kind);
}

function difference(
  { before, after }: Omit<Moments, 'settledHeightPx'>,
  type: string,
  kind: string,
): (name: string) => number {
  const first = of(before, type, kind);
  const last = of(after, type, kind);
  return (name) => Number(last?.[name] ?? 0) - Number(first?.[name] ?? 0);
}

/** Pixels. */
export function pictureHeight(moment: readonly Stat[]): number {
  return Number(of(moment, 'inbound-rtp', 'video')?.frameHeight ?? 0);
}

function share(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

function processorSeconds({ before, after }: Omit<Moments, 'settledHeightPx'>): number {
  const seconds = (moment: readonly Stat[]) => {
    const durations = of(moment, 'outbound-rtp', 'video')?.qualityLimitationDurations as
      | Record<string, number>
      | undefined;
    return durations?.cpu ?? 0;
  };
  return seconds(after) - seconds(before);
}

function present<Name extends 'rttMs' | 'estimateKbps'>(name: Name, value: unknown, factor: number) {
  return (typeof value === 'number' ? { [name]: value * factor } : {}) as Partial<Pick<CallWay, Name>>;
}
