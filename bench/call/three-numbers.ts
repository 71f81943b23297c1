/**
 * The floor for a forecast: three numbers and a constant, fitted by least squares to the logarithm of the calls' rates. Each call is foretold
 * from the other calls, so that it is at home on the lab it is held against, as the forecast is not.
 */
import type { ComparedCall } from './reference-calls.ts';

/** kbit/s: a line's rate beyond it counts for nothing. */
const ENOUGH_KBPS = 2500;
const WAYS = [
  ['sent', 'upKbps'],
  ['received', 'downKbps'],
] as const;

interface Row {
  readonly call: ComparedCall;
  readonly way: 'sent' | 'received';
  /** 1, logarithm of the rate, ms of jitter, loss of the loop. */
  readonly x: readonly number[];
  readonly seenKbps: number;
}

/** kbit/s told and seen of each way of each call. */
export function threeNumbers(
  calls: readonly ComparedCall[],
): { call: ComparedCall; way: 'sent' | 'received'; toldKbps: number; seenKbps: number }[] {
  const rows = calls.flatMap(rowsOf);
  return rows.map(({ call, way, x, seenKbps }) => {
    const weights = leastSquares(rows.filter((other) => other.call !== call));
    const logarithm = x.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0);
    return { call, way, toldKbps: Math.exp(logarithm), seenKbps };
  });
}

function rowsOf(call: ComparedCall): Row[] {
  const { throughputKbps, jitterMs = 0, lossRatio = 0 } = call.input;
  return WAYS.flatMap(([way, ownRate]) => {
    const seen = call[way];
    const rateKbps = call.input[ownRate] ?? throughputKbps;
    if (seen === undefined || rateKbps === undefined) return [];
    const x = [1, Math.log(Math.min(rateKbps, ENOUGH_KBPS)), jitterMs, lossRatio];
    return [{ call, way, x, seenKbps: seen.videoKbps }];
  });
}

/** By the normal equations, solved by elimination. */
function leastSquares(rows: readonly Row[]): number[] {
  const size = rows[0]?.x.length ?? 0;
  const matrix = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size + 1 }, (_, k) =>
      rows.reduce(
        (sum, { x, seenKbps }) => sum + (x[i] ?? 0) * (k < size ? (x[k] ?? 0) : Math.log(seenKbps)),
        0,
      ),
    ),
  );
  for (let i = 0; i < size; i++) {
    const pivot = matrix[i] ?? [];
    for (const other of matrix) {
      if (other === pivot) continue;
      const times = (other[i] ?? 0) / (pivot[i] ?? 1);
      for (let k = i; k <= size; k++) other[k] = (other[k] ?? 0) - times * (pivot[k] ?? 0);
    }
  }
  return matrix.map((row, i) => (row[size] ?? 0) / (row[i] ?? 1));
}
