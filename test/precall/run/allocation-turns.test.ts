import { expect, test } from 'playwright/test';
import type { TurnServer } from '../../../src/core/servers/ice-server.ts';
import { allocationTurns } from '../../../src/precall/run/allocation-turns.ts';

const server = (username: string, ...urls: string[]): TurnServer => ({
  label: username,
  urls,
  username,
  credential: `of ${username}`,
});

/** One number for all URLs that take turns. */
function groupsOf(...servers: TurnServer[]): number[] {
  const turnsOf = allocationTurns(servers);
  const all = servers.flatMap(({ urls }) => urls.map(turnsOf));
  return all.map((turns) => all.indexOf(turns));
}

test('one user’s URLs take turns, whichever name of the server they have', () => {
  expect(groupsOf(server('alice', 'turn:192.0.2.1:3478', 'turn:192.0.2.1', 'turns:turn.example'))).toEqual([
    0, 0, 0,
  ]);
});

test('so do the URLs of one host, whoever the user is, and however its name is written', () => {
  expect(groupsOf(server('alice', 'turn:a.example'), server('bob', 'turns:A.example:443'))).toEqual([0, 0]);
});

test('what stands between two joins them', () => {
  expect(
    groupsOf(server('alice', 'turn:a.example'), server('bob', 'turn:b.example'), {
      ...server('alice', 'turn:b.example', 'turn:c.example'),
    }),
  ).toEqual([0, 0, 0, 0]);
});

test('others do not wait for each other', () => {
  expect(groupsOf(server('alice', 'turn:a.example'), server('bob', 'turn:b.example'))).toEqual([0, 1]);
});
