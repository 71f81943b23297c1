/** The kinds of value a run is made of, each with its bounds: what comes from a file or a message may be anything. */
import * as v from 'valibot';

/** ms since the epoch, the last that can be written as a date: https://tc39.es/ecma262/#sec-time-values-and-time-range */
const LAST_TIME_MS = 8.64e15;
/** In any unit: more is no measurement, and what is reckoned from it would be no number any more (JSON knows 1e999). */
const MOST = 1e12;
/** Characters; the longest text of a run's own is a TURN URI, of at most 512. */
const MOST_CHARACTERS = 1000;
/** Servers of a run, and URLs of a server; the settings allow 20 and 10. */
export const MOST_ENTRIES = 100;

export const time = v.pipe(
  v.number('expected ms since the epoch'),
  v.minValue(0, 'expected ms since the epoch'),
  v.maxValue(LAST_TIME_MS, 'expected ms since the epoch'),
);

const amount = (unit: string) =>
  v.pipe(
    v.number(`expected ${unit} or null`),
    v.minValue(0, `expected ${unit}, 0 or more`),
    v.maxValue(MOST, `expected ${unit}, at most ${MOST}`),
  );
export const milliseconds = amount('ms');
export const kilobits = amount('kbit/s');
export const bytes = amount('bytes');

export const ratio = v.pipe(
  v.number('expected a ratio from 0 to 1 or null'),
  v.minValue(0, 'expected a ratio from 0 to 1'),
  v.maxValue(1, 'expected a ratio from 0 to 1'),
);

/** Any number that is one. */
export const finite = v.pipe(v.number('expected a number'), v.finite('expected a number'));

export const index = v.pipe(finite, v.integer(), v.minValue(0));

export const text = v.pipe(
  v.string('expected a text'),
  v.maxLength(MOST_CHARACTERS, `expected at most ${MOST_CHARACTERS} characters`),
);

export const runId = v.pipe(v.string(), v.nonEmpty(), v.maxLength(200));
