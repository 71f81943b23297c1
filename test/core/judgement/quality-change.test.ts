import { expect, test } from 'playwright/test';
import { ticketReport } from '../../../src/core/history/ticket-report.ts';
import { preCallTestResults } from '../../../src/core/judgement/quality-change.ts';
import { judgedRun, probe } from '../builders/judged-runs.ts';

const full = { ...probe('turn:a.example', 'udp', 'no-capacity'), errorCode: 486 };
const run = judgedRun({
  at: 0,
  summaryCode: 10,
  connectivityCode: 1,
  servers: [{ provider: 'A', probes: [full, probe('turns:a.example', 'tls')] }],
});

test('a failed URL carries the code that the server gave, for whoever runs it', () => {
  expect(preCallTestResults(run.report)[0]?.urls).toMatchObject([
    { reason: 'no-capacity', errorCode: 486 },
    { reason: null },
  ]);
  expect(preCallTestResults(run.report)[0]?.urls[1]).not.toHaveProperty('errorCode');
  expect(ticketReport(run, { version: '1', includeAddresses: false })).toContain(
    'turn:a.example (udp): no-capacity (486)',
  );
});
