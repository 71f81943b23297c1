import { expect, test } from 'playwright/test';
import { QueueModel } from '../../../src/precall/plan/queue-model.ts';

test('what is sent queues, and drains at the rate of the link', () => {
  const model = new QueueModel(1_000, 0);
  for (let seq = 0; seq < 10; seq += 1) model.sent(seq, 0, 125);
  expect(model.queueMs(0)).toBeCloseTo(10, 9);
  expect(model.queueMs(4)).toBeCloseTo(6, 9);
  expect(model.queueMs(100)).toBe(0);
});

test('a datagram that met more than was thought corrects by a fifth of the error', () => {
  const model = new QueueModel(1_000, 0);
  model.sent(0, 0, 125);
  model.returned(0, 10);
  expect(model.queueMs(0)).toBeCloseTo(1 + 0.2 * 10, 9);
});

test('what was corrected after a datagram left is not corrected again when it returns', () => {
  const model = new QueueModel(1_000, 0);
  model.sent(0, 0, 125);
  model.sent(1, 0, 125);
  model.returned(0, 10);
  // It was expected behind the first one, 1 ms, and the 2 ms that have been corrected since.
  model.returned(1, 3);
  expect(model.queueMs(0)).toBeCloseTo(2 + 2, 9);
});

test('a queue shorter than none is none', () => {
  const model = new QueueModel(1_000, 0);
  model.sent(0, 0, 125);
  model.returned(0, -50);
  expect(model.queueMs(0)).toBeCloseTo(1, 9);
});
