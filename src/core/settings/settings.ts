/** Everything the user (or an administrator) chooses. Each default and its range is declared once, here. */
import * as v from 'valibot';
import { withoutAround, withoutInvisible } from '../ice-text/clean-text.ts';
import { parseCredentialsUrl } from '../servers/credentials-url.ts';
import { canonicalTurnUri, parseTurnUri } from '../servers/ice-server.ts';
import { otlpSchema } from './otlp-settings.ts';
import {
  CREDENTIALS_URL_ERROR_CODE,
  type FieldError,
  fieldErrors,
  message,
  URI_ERROR_CODE,
} from './settings-error.ts';
import { sitesSchema } from './site-settings.ts';

/** s, the delay after the end of a run (startPrecallTests: least 30, recommended 300). */
export const INTERVAL_S = { least: 30, most: 86_400, default: 300 } as const;
/** MB (10^6 bytes, both ways) a day. */
export const DATA_BUDGET_MB = { least: 1, most: 10_000, default: 50 } as const;
/** kbit/s; nothing above the excellent tier changes the verdict. */
export const THROUGHPUT_CAP_KBPS = { least: 2_500, most: 40_000, default: 10_000 } as const;
/** Minutes between two reminders of a trouble that lasts. */
export const REMINDER_MINUTES = { least: 5, most: 1440 } as const;
/** Servers that can be set: one run tests them all. */
const MOST_SERVERS = 20;
/** TURN URIs of one server. */
export const MOST_URLS = 10;

const oneLine = (most: number) =>
  v.pipe(
    v.string(message('text')),
    v.maxLength(most, message('length', most)),
    v.check((text) => !/\p{Cc}/u.test(text), message('oneLine')),
  );

/** Blanks and what nobody sees come along when a secret is copied; within it nobody can say what is meant. */
const copied = (most: number) =>
  v.pipe(
    v.string(message('text')),
    v.transform(withoutAround),
    oneLine(most),
    v.check((text) => withoutInvisible(text) === text, message('hidden')),
  );

const turnUri = v.pipe(
  v.string(message('text')),
  v.trim(),
  v.maxLength(512, message('length', 512)),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const result = parseTurnUri(dataset.value);
    if (!result.ok) addIssue({ message: message(URI_ERROR_CODE[result.error]) });
  }),
);

const credentialsUrl = v.pipe(
  v.string(message('text')),
  v.trim(),
  v.maxLength(2048, message('length', 2048)),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const result = parseCredentialsUrl(dataset.value);
    if (!result.ok) addIssue({ message: message(CREDENTIALS_URL_ERROR_CODE[result.error]) });
  }),
);

export const turnServerSchema = v.pipe(
  v.object({
    label: v.pipe(
      v.string(message('text')),
      v.transform(withoutInvisible),
      oneLine(100),
      v.trim(),
      v.nonEmpty(message('name')),
    ),
    urls: v.optional(
      v.pipe(
        v.array(v.unknown(), message('list')),
        // Before each is looked at: a file may hold any number of them.
        v.maxLength(MOST_URLS, message('mostUrls', MOST_URLS)),
        v.array(turnUri),
        v.rawCheck(({ dataset, addIssue }) => {
          if (!dataset.typed) return;
          dataset.value.forEach((url, index) => {
            if (dataset.value.findIndex((other) => sameUri(other) === sameUri(url)) === index) return;
            addIssue({
              message: message('twice'),
              path: [{ type: 'array', origin: 'value', input: dataset.value, key: index, value: url }],
            });
          });
        }),
      ),
      [],
    ),
    username: v.optional(copied(1024), ''),
    credential: v.optional(copied(4096), ''),
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
      addIssue({ message: message(EMPTY[key]), path: [path] });
    }
  }),
);

const EMPTY = { urls: 'uriEmpty', username: 'username', credential: 'credential' } as const;

const servers = v.pipe(
  v.array(v.unknown(), message('list')),
  v.maxLength(MOST_SERVERS, message('mostServers', MOST_SERVERS)),
  v.array(turnServerSchema),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    dataset.value.forEach((server, index) => {
      const path = (key: 'label' | 'urls' | 'credentialsUrl') =>
        [
          { type: 'array', origin: 'value', input: dataset.value, key: index, value: server },
          { type: 'object', origin: 'value', input: { ...server }, key, value: server[key] },
        ] satisfies [v.ArrayPathItem, v.ObjectPathItem];
      const earlier = dataset.value.slice(0, index);
      if (earlier.some((other) => sameLabel(other.label) === sameLabel(server.label))) {
        addIssue({ message: message('sameName'), path: path('label') });
      }
      if (!earlier.some((other) => sameService(other, server))) return;
      if (server.credentialsUrl === undefined) {
        addIssue({ message: message('sameServer'), path: path('urls') });
      } else {
        addIssue({ message: message('sameCredentialsUrl'), path: path('credentialsUrl') });
      }
    });
  }),
);

/** One text for all spellings of a URI. */
function sameUri(url: string): string {
  return canonicalTurnUri(url) ?? url;
}

/** A person cannot tell two names apart that differ in the encoding of a letter or in the number of blanks. */
function sameLabel(label: string): string {
  return label.normalize('NFKC').replace(/\s+/g, ' ');
}

function sameService(
  a: v.InferOutput<typeof turnServerSchema>,
  b: v.InferOutput<typeof turnServerSchema>,
): boolean {
  const who = a.credentialsUrl === undefined ? a.username === b.username : true;
  return (
    who &&
    a.credentialsUrl === b.credentialsUrl &&
    a.urls.map(sameUri).sort().join('\n') === b.urls.map(sameUri).sort().join('\n')
  );
}

const whole = ({ least, most }: { least: number; most: number }) => {
  const error = message('number', least, most);
  return v.pipe(v.number(error), v.integer(error), v.minValue(least, error), v.maxValue(most, error));
};
const within = (range: { least: number; most: number; default: number }) =>
  v.optional(whole(range), range.default);

/** Of one's own for notifications: as many as there are codes of three digits. */
const MOST_TEXTS = 900;

/** The user's own text per notification code; the code never changes. */
const texts = v.pipe(
  v.record(v.string(), v.unknown()),
  // Before each is looked at: a file may hold any number of them.
  v.check((all) => Object.keys(all).length <= MOST_TEXTS, message('notificationCode')),
  v.record(v.pipe(v.string(), v.regex(/^[1-9]\d{2}$/, message('notificationCode'))), oneLine(300)),
);

/** Minutes after midnight. */
const minuteOfDay = whole({ least: 0, most: 1439 });

const yesOrNo = (byDefault: boolean) => v.optional(v.boolean(message('boolean')), byDefault);

/** Summary codes at or below which a notification is raised. */
export const SEVERITIES = ['red', 'amber-fair', 'amber-good'] as const;

/** What a person's calls need: it decides colour and notification, never a code. */
export const CALL_PROFILES = ['voice', 'video', 'video-and-sharing'] as const;
export type CallProfile = (typeof CALL_PROFILES)[number];

const settingsSchema = v.object({
  servers: v.optional(servers, []),
  calls: v.optional(
    v.object({
      profile: v.optional(
        v.picklist(CALL_PROFILES, message('oneOf', CALL_PROFILES.join(', '))),
        'video-and-sharing',
      ),
    }),
    {},
  ),
  schedule: v.optional(
    v.object({
      enabled: yesOrNo(true),
      intervalS: within(INTERVAL_S),
      pauseWhenIdle: yesOrNo(false),
      /** No full runs while a tab plays sound: it may be a call. */
      lightDuringSound: yesOrNo(true),
    }),
    {},
  ),
  data: v.optional(
    v.object({
      budgetMbPerDay: within(DATA_BUDGET_MB),
      throughputCapKbps: within(THROUGHPUT_CAP_KBPS),
      /** No full runs while the connection asks to save data. */
      respectSaveData: yesOrNo(true),
    }),
    {},
  ),
  notifications: v.optional(
    v.object({
      enabled: yesOrNo(true),
      /** Notify for this colour and worse. */
      severity: v.optional(v.picklist(SEVERITIES, message('oneOf', SEVERITIES.join(', '))), 'amber-fair'),
      quietHours: v.optional(v.nullable(v.object({ fromMinute: minuteOfDay, toMinute: minuteOfDay })), null),
      notifyRecovery: yesOrNo(false),
      reminderMinutes: v.optional(v.nullable(whole(REMINDER_MINUTES)), null),
      texts: v.optional(texts, {}),
    }),
    {},
  ),
  sites: v.optional(sitesSchema, {}),
  history: v.optional(
    v.object({
      keepDays: within({ least: 1, most: 730, default: 90 }),
    }),
    {},
  ),
  otlp: v.optional(otlpSchema, {}),
});

export type Settings = v.InferOutput<typeof settingsSchema>;

export const DEFAULT_SETTINGS: Settings = v.parse(settingsSchema, {});

export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

/** Checks settings from outside (form, import, policy, storage).  */
export function parseSettings(input: unknown): SettingsResult {
  const result = v.safeParse(settingsSchema, input);
  if (result.success) return { ok: true, settings: result.output };
  return { ok: false, errors: fieldErrors(result.issues) };
}
