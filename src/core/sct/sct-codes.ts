/**
 * The code tables of callstats.io's "SCT Notifications" page, to the letter: the texts are values of the API.
 * Their odd capitals are the contract's own.
 */
export const CONNECTIVITY = {
  1: 'no connection',
  2: 'no media device',
  3: 'success',
} as const;

export const STATUS = {
  1: 'bad',
  2: 'poor',
  3: 'fair',
  4: 'good',
  5: 'excellent',
} as const;

export type SummaryColor = 'red' | 'amber fair' | 'amber good' | 'green';

/** 80-89 are reserved by the contract and never produced. */
export const SUMMARY = {
  10: { color: 'red', text: 'bad connection' },
  20: { color: 'red', text: 'lossy network' },
  30: { color: 'red', text: 'high latency' },
  40: { color: 'red', text: 'insufficient bandwidth' },
  50: {
    color: 'amber fair',
    text: 'connection is Fair with minor issues, Poor bandwidth (audio-only and thumbnail video)',
  },
  55: {
    color: 'amber fair',
    text: 'connection is Fair with minor issues, Fair bandwidth (good audio, poor video)',
  },
  60: {
    color: 'amber fair',
    text: 'connection is Fair with minor issues, Good bandwidth (good audio and fair video)',
  },
  65: { color: 'amber fair', text: 'connection is Fair with minor issues (bandwidth excellent)' },
  70: { color: 'amber good', text: 'connection is Good, Poor bandwidth (audio-only and thumbnail video)' },
  75: { color: 'amber good', text: 'connection is Good, Fair bandwidth (good audio, poor video)' },
  90: { color: 'green', text: 'connection and bandwidth are both good' },
  95: { color: 'green', text: 'excellent network' },
} as const satisfies Record<number, { color: SummaryColor; text: string }>;

/** 800-899 are reserved by the contract and never produced. */
export const NOTIFICATION = {
  100: 'We expect your call quality to be really terrible',
  200: 'You are in a very lossy network',
  300: 'Your round trip time seems to be too high for good quality calls, but it might be because you are located far from our test servers',
  400: 'Your bandwidth is insufficient for both audio and video calls',
  500: 'With current bandwidth you can have audio-only and thumbnail video. Your network is unstable and you might experience minor issues',
  550: 'Current bandwidth is enough for good audio quality, but poor video quality or screen sharing. Your network is unstable and you might experience minor issues',
  600: 'Your bandwidth is enough for good audio and fair video quality, but not enough for screen sharing quality. Your network is unstable and you might experience minor issues',
  650: 'Your network is unstable and you might experience minor issues',
  700: 'With current bandwidth you can have audio-only and thumbnail video',
  750: 'Current bandwidth is enough for good audio quality, but poor video quality or screen sharing',
  900: 'Your bandwidth is enough for good audio and fair video quality, but not enough for screen sharing quality',
  950: 'You are in a good network condition',
} as const;

export type ConnectivityCode = keyof typeof CONNECTIVITY;
export type StatusCode = keyof typeof STATUS;
export type SummaryCode = keyof typeof SUMMARY;
export type NotificationCode = keyof typeof NOTIFICATION;

export const SUMMARY_CODES = Object.keys(SUMMARY).map(Number) as SummaryCode[];
export const NOTIFICATION_CODES = Object.keys(NOTIFICATION).map(Number) as NotificationCode[];

const STATUS_OF: Record<SummaryCode, StatusCode> = {
  10: 1,
  20: 2,
  30: 2,
  40: 2,
  50: 3,
  55: 3,
  60: 3,
  65: 3,
  70: 4,
  75: 4,
  90: 4,
  95: 5,
};

export function statusOf(summaryCode: SummaryCode): StatusCode {
  return STATUS_OF[summaryCode];
}

export function colorOf(summaryCode: SummaryCode): SummaryColor {
  return SUMMARY[summaryCode].color;
}

/** The best of the codes of a colour. */
export function bestCodeOf(color: SummaryColor): SummaryCode {
  return Math.max(...SUMMARY_CODES.filter((code) => colorOf(code) === color)) as SummaryCode;
}

/** The contract's rule: notificationCode = 10 x summaryCode. */
export function notificationCodeOf(summaryCode: SummaryCode): NotificationCode {
  return (summaryCode * 10) as NotificationCode;
}
