/** Everything the user (or an administrator) chooses. Each default and its range is declared once, here. */
import * as v from 'valibot';
import { type CredentialsUrlError, parseCredentialsUrl } from '../servers/credentials-url.ts';
import { parseTurnUri, type TurnUriError } from '../servers/ice-server.ts';

/** s, the delay after the end of a run (startPrecallTests: least 30, recommended 300). */
export const INTERVAL_S = { least: 30, most: 86_400, default: 300 } as const;
/** MB (10^6 bytes, both ways) a day. */
export const DATA_BUDGET_MB = { least: 1, most: 10_000, default: 50 } as const;
/** kbit/s; nothing above the excellent tier changes the verdict. */
export const THROUGHPUT_CAP_KBPS = { least: 2_500, most: 40_000, default: 10_000 } as const;
export const MOST_SERVERS = 20;
export const MOST_URLS = 10;

export const URI_ERROR_TEXT: Record<TurnUriError, string> = {
  empty: 'Enter a TURN URI, for example turn:turn.example.org:3478?transport=udp.',
  'stun-only': 'This is a STUN server: it cannot relay a call. Enter a turn: or turns: URI.',
  'not-a-turn-uri': 'A TURN URI begins with turn: or turns:.',
  'has-slashes': 'A TURN URI has no slashes: write turn:host, not turn://host.',
  'has-credentials': 'Put the user name and the credential into their own fields.',
  'bad-host': 'The host is not a valid name, IPv4 address or [IPv6] address.',
  'bad-port': 'The port is a number from 1 to 65535.',
  'bad-query': 'After the host only ?transport=udp or ?transport=tcp may stand.',
  'bad-transport': 'The transport is udp or tcp.',
  'turns-over-udp': 'turns: runs over TLS on TCP; browsers do not do DTLS to a TURN server.',
};

export const CREDENTIALS_URL_ERROR_TEXT: Record<CredentialsUrlError, string> = {
  empty: 'Enter the URL that returns the credentials.',
  'not-https': 'The URL begins with https://; http:// is for localhost only.',
  'has-credentials': 'Put no user name or password before the host.',
  'bad-host': 'The host or port is not valid.',
  'bad-character': 'No spaces or backslashes may stand in the URL.',
};

const oneLine = (most: number) =>
  v.pipe(
    v.string('This is a text.'),
    v.maxLength(most, `At most ${most} characters.`),
    v.check((text) => !/\p{Cc}/u.test(text), 'No line breaks or control characters.'),
  );

const turnUri = v.pipe(
  v.string('A TURN URI is a text.'),
  v.trim(),
  v.maxLength(512, 'At most 512 characters.'),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const result = parseTurnUri(dataset.value);
    if (!result.ok) addIssue({ message: URI_ERROR_TEXT[result.error] });
  }),
);

const credentialsUrl = v.pipe(
  v.string('A URL is a text.'),
  v.trim(),
  v.maxLength(2048, 'At most 2048 characters.'),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const result = parseCredentialsUrl(dataset.value);
    if (!result.ok) addIssue({ message: CREDENTIALS_URL_ERROR_TEXT[result.error] });
  }),
);

export const turnServerSchema = v.pipe(
  v.object({
    label: v.pipe(oneLine(100), v.trim(), v.nonEmpty('Give the server a name.')),
    urls: v.optional(
      v.pipe(
        v.array(turnUri, 'A list of TURN URIs.'),
        v.maxLength(MOST_URLS, `At most ${MOST_URLS} URIs for one server.`),
        v.rawCheck(({ dataset, addIssue }) => {
          if (!dataset.typed) return;
          dataset.value.forEach((url, index) => {
            if (dataset.value.indexOf(url) === index) return;
            addIssue({
              message: 'This URI stands here twice.',
              path: [{ type: 'array', origin: 'value', input: dataset.value, key: index, value: url }],
            });
          });
        }),
      ),
      [],
    ),
    username: v.optional(oneLine(1024), ''),
    credential: v.optional(oneLine(4096), ''),
    /**
     * Secret, as it may hold a token. Where it stands, user name and credential come from what it answers, and so
     * do the URIs when there are none here.
     */
    credentialsUrl: v.exactOptional(credentialsUrl),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed || dataset.value.credentialsUrl !== undefined) return;
    const server = dataset.value;
    for (const key of ['urls', 'username', 'credential'] as const) {
      if (server[key].length > 0) continue;
      const path = {
        type: 'object',
        origin: 'value',
        input: { ...server },
        key,
        value: server[key],
      } as const;
      addIssue({ message: EMPTY_TEXT[key], path: [path] });
    }
  }),
);

const EMPTY_TEXT = {
  urls: URI_ERROR_TEXT.empty,
  username: 'TURN needs a user name.',
  credential: 'TURN needs a credential (password).',
};

const servers = v.pipe(
  v.array(turnServerSchema, 'A list of servers.'),
  v.maxLength(MOST_SERVERS, `At most ${MOST_SERVERS} servers.`),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    dataset.value.forEach((server, index) => {
      const path = (key: 'label' | 'urls' | 'credentialsUrl') =>
        [
          { type: 'array', origin: 'value', input: dataset.value, key: index, value: server },
          { type: 'object', origin: 'value', input: { ...server }, key, value: server[key] },
        ] satisfies [v.ArrayPathItem, v.ObjectPathItem];
      const earlier = dataset.value.slice(0, index);
      if (earlier.some((other) => other.label === server.label)) {
        addIssue({ message: 'Another server has this name.', path: path('label') });
      }
      if (!earlier.some((other) => sameService(other, server))) return;
      if (server.credentialsUrl === undefined) {
        addIssue({ message: 'Another server has the same URIs and user name.', path: path('urls') });
      } else {
        addIssue({ message: 'Another server has the same URL and URIs.', path: path('credentialsUrl') });
      }
    });
  }),
);

function sameService(
  a: v.InferOutput<typeof turnServerSchema>,
  b: v.InferOutput<typeof turnServerSchema>,
): boolean {
  const who = a.credentialsUrl === undefined ? a.username === b.username : true;
  return (
    who &&
    a.credentialsUrl === b.credentialsUrl &&
    [...a.urls].sort().join('\n') === [...b.urls].sort().join('\n')
  );
}

const whole = ({ least, most }: { least: number; most: number }, unit: string) => {
  const message = `A whole number from ${least} to ${most} ${unit}.`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(least, message), v.maxValue(most, message));
};
const within = (range: { least: number; most: number; default: number }, unit: string) =>
  v.optional(whole(range, unit), range.default);

const minuteOfDay = whole({ least: 0, most: 1439 }, 'minutes after midnight');

const yesOrNo = (byDefault: boolean) => v.optional(v.boolean('This is true or false.'), byDefault);

/** Summary codes at or below which a notification is raised. */
export const SEVERITIES = ['red', 'amber-fair', 'amber-good'] as const;

export const settingsSchema = v.object({
  servers: v.optional(servers, []),
  schedule: v.optional(
    v.object({
      enabled: yesOrNo(true),
      intervalS: within(INTERVAL_S, 's'),
      pauseWhenIdle: yesOrNo(false),
      /** No full runs while a tab plays sound: it may be a call. */
      lightDuringSound: yesOrNo(true),
    }),
    {},
  ),
  data: v.optional(
    v.object({
      budgetMbPerDay: within(DATA_BUDGET_MB, 'MB a day'),
      throughputCapKbps: within(THROUGHPUT_CAP_KBPS, 'kbit/s'),
      /** No full runs while the connection asks to save data. */
      respectSaveData: yesOrNo(true),
    }),
    {},
  ),
  notifications: v.optional(
    v.object({
      enabled: yesOrNo(true),
      /** Notify for this colour and worse. */
      severity: v.optional(v.picklist(SEVERITIES, `One of ${SEVERITIES.join(', ')}.`), 'amber-fair'),
      quietHours: v.optional(v.nullable(v.object({ fromMinute: minuteOfDay, toMinute: minuteOfDay })), null),
      notifyRecovery: yesOrNo(false),
      reminderMinutes: v.optional(v.nullable(whole({ least: 5, most: 1440 }, 'minutes')), null),
      /** The user's own text per notification code; the code never changes. */
      texts: v.optional(
        v.record(
          v.pipe(v.string(), v.regex(/^[1-9]\d{2}$/, 'A notification code has three digits.')),
          oneLine(300),
        ),
        {},
      ),
    }),
    {},
  ),
  history: v.optional(
    v.object({
      keepDays: within({ least: 1, most: 730, default: 90 }, 'days'),
    }),
    {},
  ),
});

export type Settings = v.InferOutput<typeof settingsSchema>;

export const DEFAULT_SETTINGS: Settings = v.parse(settingsSchema, {});

export interface FieldError {
  /** Dotted path of the field, for example `servers.0.urls.1`. */
  readonly field: string;
  readonly message: string;
}

export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

/** Checks settings from outside (form, import, policy, storage). The error texts never repeat what was typed. */
export function parseSettings(input: unknown): SettingsResult {
  const result = v.safeParse(settingsSchema, input);
  if (result.success) return { ok: true, settings: result.output };
  return { ok: false, errors: fieldErrors(result.issues) };
}

/** One error for each field, the first. */
export function fieldErrors(issues: readonly v.BaseIssue<unknown>[]): FieldError[] {
  const byField = new Map<string, FieldError>();
  for (const issue of issues) {
    const field = v.getDotPath(issue) ?? '';
    if (!byField.has(field)) byField.set(field, { field, message: withoutInput(issue) });
  }
  return [...byField.values()];
}

/** valibot's own messages quote the input, which may be a secret. */
function withoutInput(issue: v.BaseIssue<unknown>): string {
  if (issue.message.startsWith('Invalid key: Expected "')) return 'This is missing.';
  return issue.message.startsWith('Invalid ')
    ? `Expected ${issue.expected ?? 'another value'}.`
    : issue.message;
}
