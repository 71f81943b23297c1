import { expect, test } from 'playwright/test';
import { isSandboxed } from '../../cli/launch-chromium.ts';

test('Chromium is sandboxed for everybody but root', () => {
  expect(isSandboxed(0)).toBe(false);
  expect(isSandboxed(1000)).toBe(true);
});
