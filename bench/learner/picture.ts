/** Three weeks of one line as a picture: what it measured, what is usual at each hour, and what a person is told. */

import { fromShort } from '../../cli/replay-input.ts';
import { judgeReplayed } from '../../cli/replay-judge.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/core/base/durations.ts';
import { localTime } from '../../src/core/base/local-time.ts';
import { INITIAL_MONITOR_STATE } from '../../src/core/monitor/monitor-state.ts';
import { createRandom } from './random.ts';

/** A Monday, 00:00 UTC. */
const START = 1_699_833_600_000;
const DAYS = 21;
const WIDTH = 960;
const ROW = 150;
const MOST_MS = 320;

interface Point {
  readonly at: number;
  readonly ms: number;
  readonly usual: number;
  readonly told: boolean;
}

/** Every evening 45 ms more; on the ninth day a step, on the seventeenth evening trouble of another size. */
function roundTripAt(at: number, noise: number): number {
  const day = Math.floor((at - START) / DAY_MS);
  const { localMinute } = localTime(at, () => 0);
  const isEvening = localMinute >= 19.5 * 60 && localMinute < 22 * 60;
  const hour = localMinute / 60;
  const step = day === 8 && hour >= 10 && hour < 14 ? 80 : 0;
  const other = day === 16 && hour >= 20 && hour < 21.5 ? 170 : 0;
  return 40 * Math.exp(0.05 * noise) + (isEvening ? 45 : 0) + step + other;
}

function points(): Point[] {
  const random = createRandom(7);
  let state = INITIAL_MONITOR_STATE;
  const runs = (DAYS * DAY_MS) / (10 * MINUTE_MS);
  return Array.from({ length: runs }, (_, index) => {
    const at = START + index * 10 * MINUTE_MS;
    const ms = roundTripAt(at, random.normal());
    const short = { t: at, network: 'home', rtt: ms, jitter: 2 + random.unit(), loss: 0, bandwidth: 20_000 };
    const step = judgeReplayed(state, fromShort(short));
    state = step.state;
    return { at, ms, usual: step.run.normal.roundTripTimeMs?.[1] ?? ms, told: step.run.notified };
  });
}

export function picture(): string {
  const all = points();
  const weeks = [0, 1, 2].map((week) => {
    const from = START + week * 7 * DAY_MS;
    const row = all.filter(({ at }) => at >= from && at < from + 7 * DAY_MS);
    const x = (at: number) => (60 + ((at - from) / (7 * DAY_MS)) * (WIDTH - 80)).toFixed(1);
    const y = (ms: number) => (week * ROW + 135 - (Math.min(MOST_MS, ms) / MOST_MS) * 110).toFixed(1);
    const line = (value: (point: Point) => number) =>
      row.map((point) => `${x(point.at)},${y(value(point))}`).join(' ');
    const days = Array.from({ length: 7 }, (_, day) => {
      const at = x(from + day * DAY_MS);
      return `<path d="M${at} ${week * ROW + 25}V${week * ROW + 135}" stroke="#ddd"/><text x="${x(from + day * DAY_MS + 12 * HOUR_MS)}" y="${week * ROW + 147}" text-anchor="middle">${day + 1 + 7 * week}</text>`;
    });
    const told = row
      .filter((point) => point.told)
      .map(
        (point) =>
          `<circle cx="${x(point.at)}" cy="${y(point.ms)}" r="5" fill="#c62828"/><text x="${x(point.at)}" y="${week * ROW + 20}" text-anchor="middle" fill="#c62828">told</text>`,
      );
    return `${days.join('')}<polyline points="${line(({ usual }) => usual)}" fill="none" stroke="#9dbfe6" stroke-width="3"/><polyline points="${line(({ ms }) => ms)}" fill="none" stroke="#333" stroke-width="0.8"/><text x="8" y="${week * ROW + 85}">week ${week + 1}</text>${told.join('')}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${3 * ROW + 24}" font-family="sans-serif" font-size="11"><title>Three weeks of a line, and what is told</title><rect width="100%" height="100%" fill="#fff"/>${weeks.join('')}<text x="60" y="${3 * ROW + 18}">Round trip of each run (black), the upper end of what is usual at that hour (blue), what a person is told (red).</text></svg>\n`;
}
