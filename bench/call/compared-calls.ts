/** The lab's records as calls to hold a forecast against: what a run would have known, and what the call then was. */
import { readFile } from 'node:fs/promises';
import type { ForecastInput } from '../../src/core/forecast/forecast-types.ts';
import type { CallRecord } from './call-record.ts';
import type { ComparedCall } from './reference-calls.ts';

/**
 * Void runs say nothing of their link. A run knows the smaller of both ways' rates: what a fit learns of the call must not suffer from that, so that with
 * `waysKnown` each way of a lopsided link has its own; what is judged has not.
 */
export function comparedCalls(
  records: readonly CallRecord[],
  { waysKnown }: { waysKnown: boolean },
): ComparedCall[] {
  return records
    .filter(({ voidWhy }) => voidWhy === undefined)
    .map((record) => comparedCall(record, waysKnown));
}

/** As the short form of `replay` says a line: whole ms and kbit/s, a loss, and no more of the delay than its jitter. */
export function inShortForm(call: ComparedCall): ComparedCall {
  const {
    reachable,
    roundTripTimeMs,
    jitterMs,
    lossRatio = 0,
    throughputKbps,
    upKbps,
    downKbps,
  } = call.input;
  const whole = Object.entries({ roundTripTimeMs, jitterMs, throughputKbps, upKbps, downKbps }).flatMap(
    ([name, value]) => (value === undefined ? [] : [[name, Math.round(value)]]),
  );
  const input = { reachable, ...Object.fromEntries(whole), lossRatio: Number(lossRatio.toFixed(4)) };
  return { ...call, input };
}

export async function callRecords(path: string): Promise<CallRecord[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => JSON.parse(line) as CallRecord);
}

function comparedCall(
  { link, measured, connectMs, sent, received, peers }: CallRecord,
  waysKnown: boolean,
): ComparedCall {
  const { rttMs, jitterMs, p95DeviationMs, medianDeviationMs, loss, goodputKbps } = measured;
  const lopsided = waysKnown && link.up.rateKbps !== link.down.rateKbps && link.cellularKbps === undefined;
  const input: ForecastInput = {
    reachable: rttMs !== undefined,
    ...(rttMs !== undefined && { roundTripTimeMs: rttMs }),
    ...(jitterMs !== undefined && { jitterMs }),
    ...(p95DeviationMs !== undefined && { p95DeviationMs }),
    ...(medianDeviationMs !== undefined && { medianDeviationMs }),
    ...(loss !== undefined && { lossRatio: loss }),
    ...(link.transport !== 'udp' && { overStream: true }),
    ...(goodputKbps !== undefined && { throughputKbps: goodputKbps }),
    ...measured.ways,
    ...(lopsided && { upKbps: link.up.rateKbps, downKbps: link.down.rateKbps }),
  };
  return {
    name: `seed ${link.seed}`,
    input,
    ...(connectMs !== undefined && sent && { sent }),
    ...(connectMs !== undefined && received && { received }),
    line: {
      lossRatio: Math.max(link.up.loss, link.down.loss),
      roundTripTimeMs: link.up.delayMs + link.down.delayMs,
    },
    ...(peers && { peers }),
  };
}
