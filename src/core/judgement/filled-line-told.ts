/** What a filled line means to calls on it, and what to do about it. */
import { type FilledLine, queueMsOf } from '../report/filled-line.ts';
import { HIGH_LATENCY_MS } from './limits.ts';

export type FilledLineEffect = 'steady' | 'late' | 'stutters';

/** ms of queue up to which a call goes on as it was: the jitter buffers of calls hold as much. */
const STEADY_QUEUE_MS = 100;
/** Share of the line that uploads and downloads may have together so that no queue stands: OpenWrt's guide to SQM says 80 to 90 %. */
const SHARE_WITHOUT_QUEUE = 0.85;

type Line = Pick<FilledLine, 'idleRoundTripTimeMs' | 'loadedRoundTripTimeMs'>;

/** `late`: people talk over each other; `stutters`: beyond what ITU-T G.114 plans for. */
export function filledLineEffect(line: Line): FilledLineEffect {
  if (queueMsOf(line) <= STEADY_QUEUE_MS) return 'steady';
  return line.loadedRoundTripTimeMs > HIGH_LATENCY_MS ? 'stutters' : 'late';
}

/** kbit/s to which transfers are to be limited. */
export function limitWithoutQueueKbps(capacityKbps: number): number {
  return SHARE_WITHOUT_QUEUE * capacityKbps;
}

/** To the letter what the popup says in English (`filledLine_...`). */
const SENTENCES: Readonly<Record<FilledLineEffect, string>> = {
  steady:
    'When an upload or a download fills this line, calls stay as they are: the round trip goes from $1 to $2.',
  late: 'When an upload or a download fills this line, people in calls will talk over each other: the round trip rises from $1 to $2.',
  stutters:
    'When an upload or a download fills this line, calls here will stutter: the round trip rises from $1 to $2.',
};

/** The same (`filledLineAdvice`, `filledLineAdviceAny`). */
const ADVICE = 'Switch on smart queue management (SQM) in the router, or limit uploads and downloads';

/** What it means to calls and what to do about it, for tickets and the command line. */
export function filledLineAnswer(line: Omit<FilledLine, 'provider' | 'bytes'>): string {
  const { capacityKbps } = line;
  const limit =
    capacityKbps === undefined ? '' : ` to ${Math.round(limitWithoutQueueKbps(capacityKbps))} kbit/s`;
  const sentence = filledLineSentence(line);
  return filledLineEffect(line) === 'steady' ? sentence : `${sentence} ${ADVICE}${limit}.`;
}

function filledLineSentence(line: Line & Pick<FilledLine, 'atLeast'>): string {
  const ms = (value: number) => `${Math.round(value)} ms`;
  return SENTENCES[filledLineEffect(line)]
    .replace('$1', ms(line.idleRoundTripTimeMs))
    .replace('$2', `${line.atLeast ? 'at least ' : ''}${ms(line.loadedRoundTripTimeMs)}`);
}
