/** How a state looks in the toolbar: told apart by shape (the icon), sign (the badge) and word, not by colour alone. */
import type { SummaryColor } from './sct-codes.ts';

export type Look = 'green' | 'amber-good' | 'amber-fair' | 'red' | 'unknown' | 'running' | 'offline';

export const LOOKS: Record<Look, { readonly badge: string; readonly badgeColor: string }> = {
  green: { badge: '', badgeColor: '#1a7f37' },
  'amber-good': { badge: '~', badgeColor: '#8a6100' },
  'amber-fair': { badge: '!', badgeColor: '#b35900' },
  red: { badge: '!!', badgeColor: '#b3261e' },
  unknown: { badge: '', badgeColor: '#5f6368' },
  running: { badge: '…', badgeColor: '#3b5bdb' },
  offline: { badge: '×', badgeColor: '#5f6368' },
};

const LOOK_OF_COLOR: Record<SummaryColor, Look> = {
  red: 'red',
  'amber fair': 'amber-fair',
  'amber good': 'amber-good',
  green: 'green',
};

export function lookOfColor(color: SummaryColor): Look {
  return LOOK_OF_COLOR[color];
}
