import { expect, test } from 'playwright/test';
import { jitter, roundTripTime } from '../../../../src/precall/estimate/delay/delay-statistics.ts';
import type { PacketRecord } from '../../../../src/precall/link/packet-log.ts';
import { FINE_CLOCK, WHOLE_MS_CLOCK } from '../../harness/hosts.ts';

/** Probes 20 ms apart, as a clock that puts each reading on the tick before or after shows them. */
function ticked(roundTrips: readonly number[], tick: (time: number) => number): PacketRecord[] {
  return roundTrips.map((roundTrip, seq) => {
    const sent = 1000 + 20.37 * seq;
    return {
      kind: 'probe',
      group: 0,
      bytes: 24,
      seq,
      sentMs: tick(sent),
      receivedMs: tick(sent + roundTrip),
    };
  });
}

/** The same every time: a linear congruential generator. */
function draws(): () => number {
  let state = 7;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function stochastic(): (time: number) => number {
  const draw = draws();
  return (time) => Math.floor(time) + (draw() < time % 1 ? 1 : 0);
}

for (const truth of [40, 40.25, 40.5, 40.75, 149.1]) {
  test(`a round trip of ${truth} ms between two ticks is read between them, its least as well`, () => {
    const tick = stochastic();
    for (let run = 0; run < 20; run += 1) {
      const probes = ticked(new Array(130).fill(truth), tick);
      expect(probes.every(({ sentMs }) => Number.isInteger(sentMs))).toBe(true);
      const rtt = roundTripTime(probes, 100, WHOLE_MS_CLOCK);
      expect(Math.abs((rtt?.roundTripTimeMs ?? 0) + WHOLE_MS_CLOCK.delayMs - truth)).toBeLessThan(0.3);
      expect(Math.abs((rtt?.minMs ?? 0) + WHOLE_MS_CLOCK.delayMs - truth)).toBeLessThan(1);
    }
  });
}

test('a slow line’s share in each probe is told by two sizes in spite of the ticks', () => {
  const tick = stochastic();
  for (let run = 0; run < 20; run += 1) {
    // 2 Mbit/s both ways.
    const wire = (bytes: number) => (2 * 8 * (bytes + 100)) / 2000;
    const sizes = Array.from({ length: 130 }, (_, i) => (i % 4 === 3 ? 112 : 24));
    const probes = ticked(
      sizes.map((bytes) => 40 + wire(bytes)),
      tick,
    ).map((probe, i) => ({ ...probe, bytes: sizes[i] ?? 0 }));
    expect(
      Math.abs(
        (roundTripTime(probes, 100, WHOLE_MS_CLOCK)?.roundTripTimeMs ?? 0) + WHOLE_MS_CLOCK.delayMs - 40,
      ),
    ).toBeLessThan(1);
  }
});

test('a server next door is near, and not at no distance', () => {
  const tick = stochastic();
  for (let run = 0; run < 20; run += 1) {
    const { roundTripTimeMs = 0 } =
      roundTripTime(ticked(new Array(130).fill(0.6), tick), 100, WHOLE_MS_CLOCK) ?? {};
    expect(roundTripTimeMs).toBeGreaterThan(0.1);
    expect(roundTripTimeMs).toBeLessThan(0.6);
  }
});

test('what a browser keeps of each round trip is taken off whatever its clock', () => {
  const host = { ...WHOLE_MS_CLOCK, clockTickMs: 0.02 };
  const rtt = roundTripTime(
    ticked(new Array(50).fill(40.3), (time) => time),
    100,
    host,
  );
  expect(rtt?.roundTripTimeMs).toBeCloseTo(40.3 - 0.65, 6);
});

test('a steady line has no jitter, whatever the clock makes of it', () => {
  const probes = ticked(new Array(300).fill(40.3), stochastic());
  expect(jitter(probes, WHOLE_MS_CLOCK)?.jitterMs).toBeLessThan(0.3);
});

test('jitter well above a tick is left as it is', () => {
  const draw = draws();
  const roundTrips = Array.from({ length: 400 }, () => 60 + 30 * draw());
  const exact =
    jitter(
      ticked(roundTrips, (time) => time),
      FINE_CLOCK,
    )?.jitterMs ?? 0;
  const read = jitter(ticked(roundTrips, stochastic()), WHOLE_MS_CLOCK)?.jitterMs ?? 0;
  expect(exact).toBeGreaterThan(8);
  expect(Math.abs(read - exact)).toBeLessThan(0.2);
});

test('a clock with fractions of milliseconds is taken at its word', () => {
  const probes = ticked(new Array(50).fill(40.3), (time) => time);
  expect(roundTripTime(probes, 58, FINE_CLOCK)).toEqual({
    roundTripTimeMs: expect.closeTo(40.3),
    minMs: expect.closeTo(40.3),
    p95Ms: expect.closeTo(40.3),
  });
});
