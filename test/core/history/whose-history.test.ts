import { expect, test } from 'playwright/test';
import { isOfAnotherDevice, marksOf } from '../../../src/core/history/whose-history.ts';

const marks = (networks: readonly string[], devices: readonly string[] = []) =>
  marksOf([
    ...networks.map((network) => ({ network })),
    ...devices.map((deviceId) => ({ network: 'unknown', deviceId })),
  ]);

test('runs are of another device where none of their networks is known here', () => {
  const own = marks(['home', 'office'], ['me']);
  expect(isOfAnotherDevice(marks(['theirs', 'office']), own)).toBe(false);
  expect(isOfAnotherDevice(marks(['theirs']), own)).toBe(true);
  expect(isOfAnotherDevice(marks(['theirs'], ['you']), own)).toBe(true);
  // What an earlier version exported names the device.
  expect(isOfAnotherDevice(marks(['forgotten'], ['me']), own)).toBe(false);
});

test('where nothing can be told they are taken for its own', () => {
  // A new installation, and runs that saw no network.
  expect(isOfAnotherDevice(marks(['home']), marks([], ['me']))).toBe(false);
  expect(isOfAnotherDevice(marks(['unknown']), marks(['home'], ['me']))).toBe(false);
  expect(isOfAnotherDevice(marks([], ['you']), marks([], ['me']))).toBe(true);
});
