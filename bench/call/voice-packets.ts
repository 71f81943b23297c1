/** What became of the voice's packets: how many were lost, came back by Opus' in-band FEC, and were concealed. */
import type { ComparedCall } from './reference-calls.ts';

/** 0-1: what loses less says little of what becomes of the lost. */
const ENOUGH_LOST = 0.01;

export function voicePackets(calls: readonly ComparedCall[]): string {
  const ways = calls.flatMap(({ sent, received }) =>
    [sent, received].flatMap((way) => {
      const { audioPackets: came, audioPacketsLost: lost, audioPacketsRepaired: repaired } = way ?? {};
      if (way === undefined || came === undefined || lost === undefined || repaired === undefined) return [];
      const all = came + lost;
      return lost < ENOUGH_LOST * all ? [] : [{ lost, repaired, concealed: all * way.concealedShare }];
    }),
  );
  const sum = (of: 'lost' | 'repaired' | 'concealed') => ways.reduce((total, way) => total + way[of], 0);
  return `${ways.length} ways lost 1 % of the voice's packets and more, ${sum('lost')} together: ${sum('repaired')} came again in the packet after them, and ${Math.round(sum('concealed'))} packets' worth was concealed, ${(sum('concealed') / sum('lost')).toFixed(2)} of each lost one.`;
}
