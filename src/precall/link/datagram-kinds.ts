/** What the datagrams of a measurement are sent for, and what the estimates may make of each kind: one row a kind. */

interface DatagramFacts {
  /** Keeps the bottleneck busy, so that a probe sent meanwhile does not meet an idle path. */
  readonly disturbs: boolean;
  /** Uses up tokens of a token bucket on the path. */
  readonly takesTokens: boolean;
  /** Few bytes and few at a time: the quickest of them tells the path's round trip without a queue of ours. */
  readonly isSmall: boolean;
  /** Sent densely enough over TCP for a retransmission to show as silence and a release. */
  readonly showsRetransmissions: boolean;
  /** Whether what is lost of it is the path's loss, or what the datagrams did to themselves. */
  readonly countsForLoss: 'when-idle' | 'unless-overloaded' | 'never';
}

const DATAGRAM_KINDS = {
  /** The first few of a loop, small: the browser is still compiling our code. */
  'warm-up': {
    disturbs: false,
    takesTokens: true,
    isSmall: true,
    showsRetransmissions: false,
    countsForLoss: 'never',
  },
  /** Larger ones that make the browser's pacer finish its own bandwidth probing, or drain a token bucket. */
  flush: {
    disturbs: true,
    takesTokens: true,
    isSmall: false,
    showsRetransmissions: true,
    countsForLoss: 'never',
  },
  /** Small ones at the pace of the burst that follows: their round trips without a queue. */
  'base-delay': {
    disturbs: true,
    takesTokens: true,
    isSmall: false,
    showsRetransmissions: false,
    countsForLoss: 'never',
  },
  /** Sent back to back, for a first idea of the capacity. */
  train: {
    disturbs: true,
    takesTokens: true,
    isSmall: false,
    showsRetransmissions: true,
    countsForLoss: 'never',
  },
  /** Keeps the bottleneck busy, for the capacity. */
  burst: {
    disturbs: true,
    takesTokens: true,
    isSmall: false,
    showsRetransmissions: true,
    countsForLoss: 'unless-overloaded',
  },
  /** Two large ones back to back, at the end: whether a narrow line has room for both. */
  pair: {
    disturbs: true,
    takesTokens: true,
    isSmall: false,
    showsRetransmissions: false,
    countsForLoss: 'never',
  },
  /** Small and paced, for round trip, jitter and loss. */
  probe: {
    disturbs: false,
    takesTokens: true,
    isSmall: true,
    showsRetransmissions: true,
    countsForLoss: 'when-idle',
  },
} as const satisfies Record<string, DatagramFacts>;

export type DatagramKind = keyof typeof DATAGRAM_KINDS;

/** The kinds of which this holds. */
function kindsWith<Fact extends keyof DatagramFacts>(fact: Fact, value: DatagramFacts[Fact]): DatagramKind[] {
  const kinds = Object.keys(DATAGRAM_KINDS) as DatagramKind[];
  return kinds.filter((kind) => DATAGRAM_KINDS[kind][fact] === value);
}

export const DISTURBING = kindsWith('disturbs', true);
export const TOKEN_TAKING = kindsWith('takesTokens', true);
export const SMALL = kindsWith('isSmall', true);
export const RETRANSMISSION_SHOWING = kindsWith('showsRetransmissions', true);
export const COUNTED_FOR_LOSS = {
  whenIdle: kindsWith('countsForLoss', 'when-idle'),
  unlessOverloaded: kindsWith('countsForLoss', 'unless-overloaded'),
} as const;
