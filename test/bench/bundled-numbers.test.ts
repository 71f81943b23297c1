import { expect, test } from 'playwright/test';
import { instrumented } from '../../bench/ablation/bundled-numbers.ts';

const BUNDLE = `// src/core/base/statistics.ts
var HALF = 0.5;
// src/precall/plan/burst.ts
var TICK_MS2 = 2;
var SIZES = { most: 7, of: { fast: 9 } };
var QUEUE = {
  /** ms at least: 96 of them. */
  least: 32
};
var RATIO = 3 / 4;
async function send(link) {
  if (link.queueMs > 1.5 * QUEUE.least) {
    await link.sleep(TICK_MS2 / 2); // 5
  }
  return \`\${SIZES.of.fast} of 10\` + bits * 8;
}`;

/** What the bundle gives when numbers are replaced by those of `altered`. */
function evaluated(code: string, result: string, values: readonly number[]): unknown {
  return new Function('numberAt', `${code}\nreturn ${result};`)((index: number) => values[index]);
}

test('the numbers of the measurement are found where they stand, and no others', () => {
  const { numbers } = instrumented(BUNDLE);
  expect(numbers.map(({ file, name, value }) => [file, name, value])).toEqual([
    ['plan/burst.ts', 'TICK_MS', 2],
    ['plan/burst.ts', 'SIZES.most', 7],
    ['plan/burst.ts', 'SIZES.of.fast', 9],
    ['plan/burst.ts', 'QUEUE.least', 32],
    ['plan/burst.ts', 'RATIO', 3],
    ['plan/burst.ts', 'RATIO', 4],
    ['plan/burst.ts', 'send: if (link.queueMs > 1.5 * QUEUE.least) {', 1.5],
  ]);
});

test('a bundle asks for each number when it is used', () => {
  const { code, numbers } = instrumented(BUNDLE);
  const own = numbers.map(({ value }) => value);
  expect(evaluated(code, '[SIZES.of.fast, QUEUE.least, RATIO, HALF]', own)).toEqual([9, 32, 0.75, 0.5]);
  const doubled = own.map((value) => 2 * value);
  expect(evaluated(code, '[SIZES.of.fast, QUEUE.least, HALF]', doubled)).toEqual([18, 64, 0.5]);
});
