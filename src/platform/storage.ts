/** Everything the extension stores outside its history: each item's key, place, type and default, once. */
import * as v from 'valibot';
import { type Delivery, deliverySchema, INITIAL_DELIVERY } from '../core/fleet/delivery.ts';
import type { FetchedCredentials } from '../core/ice-text/credentials-reply.ts';
import type { RunWish } from '../core/monitor/choose-run.ts';
import { INITIAL_MONITOR_STATE, type MonitorState } from '../core/monitor/monitor-state.ts';
import { readMonitorState } from '../core/monitor/read-monitor-state.ts';
import { stateFromVersion1 } from '../core/monitor/version-1.ts';
import { NO_PIN_REMINDER, type PinReminder } from '../core/presentation/pin-reminder.ts';
import type { RunCredentials } from '../core/report/run-credentials.ts';
import type { RunProgress } from '../core/report/run-report.ts';
import type { PlannedRun } from '../core/schedule/next-run.ts';
import type { RunTrigger } from '../core/schedule/run-kind.ts';
import { salvageSettings } from '../core/settings/salvage-settings.ts';
import { DEFAULT_SETTINGS, parseSettings, type Settings } from '../core/settings/settings.ts';
import { asideOf, storedItem } from './stored-item.ts';

/** What the user set in the options. Policy values lie over it, see effective-settings. */
export const settingsItem = storedItem<Settings>({
  area: 'local',
  key: 'settings',
  version: 1,
  initial: DEFAULT_SETTINGS,
  check(data) {
    const result = parseSettings(data);
    return result.ok ? result.settings : undefined;
  },
  salvage: salvageSettings,
});

/** What was left of settings that could not be read. Holds secrets: it ends with the next save, or after a week. */
export const settingsAsideItem = asideOf(settingsItem);

/** The administrator's values as they were read last, see managed-policy. May hold secrets, as the settings do. */
export const policyItem = storedItem<unknown>({
  area: 'local',
  key: 'policy',
  version: 1,
  initial: {},
  check: (data) => data,
});

export const policyAsideItem = asideOf(policyItem);

/** Written by the background alone. */
export const monitorItem = storedItem<MonitorState>({
  area: 'local',
  key: 'monitor',
  version: 2,
  initial: INITIAL_MONITOR_STATE,
  migrations: { 1: stateFromVersion1 },
  check: readMonitorState,
});

/** A state that could not be read; it may hold the newest run's addresses. */
export const monitorAsideItem = asideOf(monitorItem);

/** A UUID made once per installation; empty before that. */
export const deviceIdItem = storedItem<string>({
  area: 'local',
  key: 'deviceId',
  version: 1,
  initial: '',
  check: shaped(v.pipe(v.string(), v.uuid())),
});

/** A secret made once per installation for hashes: keys of networks (`network-identity.ts`), ids for sites (`site-callbacks.ts`); empty before that. */
export const networkSaltItem = storedItem<string>({
  area: 'local',
  key: 'networkSalt',
  version: 1,
  initial: '',
  check: shaped(v.pipe(v.string(), v.uuid())),
});

const dueShape = v.nullable(
  v.object({
    at: v.pipe(v.number(), v.finite()),
    servers: v.string(),
    /** ms from the planning to `at`, where that is not the interval. */
    inMs: v.optional(v.number()),
    /** A second look at what the run before saw; absent: the schedule's. */
    followUp: v.optional(v.object({ fullOf: v.exactOptional(v.string()) })),
  }),
);
export type DueRun = NonNullable<v.InferOutput<typeof dueShape>>;

/** The next run: when (ms since the epoch), and for which servers it was planned; null: none planned. */
export const dueItem = storedItem<DueRun | null>({
  area: 'local',
  key: 'due',
  version: 1,
  initial: null,
  check: shaped(dueShape),
});

const timeShape = v.nullable(v.pipe(v.number(), v.finite()));

/** ms since the epoch until which no notification is raised; null: not snoozed. */
export const snoozeItem = storedItem<number | null>({
  area: 'local',
  key: 'snooze',
  version: 1,
  initial: null,
  check: shaped(timeShape),
});

/** ms since the epoch at which an allowed site had a run started last; null: none did since the browser started. */
export const siteRunItem = storedItem<number | null>({
  area: 'session',
  key: 'siteRun',
  version: 1,
  initial: null,
  check: shaped(timeShape),
});

/** ms since the epoch before which results were removed to make room, not for their age; null: none were. */
export const historyCutItem = storedItem<number | null>({
  area: 'local',
  key: 'historyCut',
  version: 1,
  initial: null,
  check: shaped(timeShape),
});

export interface RunningRun {
  readonly runId: string;
  readonly trigger: RunTrigger;
  /** What was asked of it. */
  readonly wish: RunWish;
  /** What it does; null while its servers' credentials are fetched. */
  readonly planned: PlannedRun | null;
  /** Whether the browser said that it was online when it started. */
  readonly startedOnline: boolean;
  /** ms since the epoch. */
  readonly startedAt: number;
  /** ms since the epoch by which its report must be here. */
  readonly deadlineAt: number;
  /** 1, or 2 when the first host vanished. */
  readonly attempt: number;
  /** Which servers it tests: a fingerprint of the settings. */
  readonly servers: string;
  /** The settings changed under it: its report is not judged, and it is made again. */
  readonly superseded: boolean;
  /** The network changed under it: another follows soon. */
  readonly changed: boolean;
  readonly progress: RunProgress | null;
  /** What its report does not tell of credentials; null until they are at hand. */
  readonly credentials: RunCredentials | null;
}

/** The run under way; null: none. Gone with the browser session, as the run is. */
export const runningItem = storedItem<RunningRun | null>({
  area: 'session',
  key: 'running',
  version: 1,
  initial: null,
  check: (data) =>
    v.is(v.nullable(v.looseObject({ runId: v.string(), deadlineAt: v.number() })), data)
      ? (data as RunningRun | null)
      : undefined,
});

const askedShape = v.nullable(
  v.object({
    at: v.pipe(v.number(), v.finite()),
    wish: v.object({
      kind: v.exactOptional(v.picklist(['light', 'full'])),
      fullOf: v.exactOptional(v.string()),
      thorough: v.exactOptional(v.literal(true)),
      despiteSound: v.exactOptional(v.literal(true)),
    }),
    attempt: v.number(),
  }),
);

/** The run that a person asked for and that has not ended, beyond the end of the browser session; null: none. */
export const askedItem = storedItem<v.InferOutput<typeof askedShape>>({
  area: 'local',
  key: 'asked',
  version: 1,
  initial: null,
  check: shaped(askedShape),
});

/** Whether a newer version of the extension waits to be applied. */
export const updateItem = storedItem<boolean>({
  area: 'session',
  key: 'update',
  version: 1,
  initial: false,
  check: shaped(v.boolean()),
});

/** The id of the notification that stood when the extension was renewed; null: none did. */
export const takenNoticeItem = storedItem<string | null>({
  area: 'local',
  key: 'takenNotice',
  version: 1,
  initial: null,
  check: shaped(v.nullable(v.string())),
});

const heldShape = v.object({
  fetched: v.array(v.object({ urls: v.array(v.string()), username: v.string(), credential: v.string() })),
  /** ms since the epoch. */
  fetchedAt: v.number(),
  /** ms since the epoch; null: not said, so that they are fetched again for every run. */
  expiresAt: v.nullable(v.number()),
  refused: v.exactOptional(v.boolean()),
  malformed: v.exactOptional(v.array(v.string())),
});
export interface HeldCredentials {
  readonly fetched: readonly FetchedCredentials[];
  readonly fetchedAt: number;
  readonly expiresAt: number | null;
  /** A server did not take them. */
  readonly refused?: boolean;
  /** URIs that came with them and that no browser takes. */
  readonly malformed?: readonly string[];
}
const heldByUrl = v.record(v.string(), heldShape);

/** Short-lived credentials by the hash of the URL that gave them. Secret; gone with the browser session. */
export const credentialsItem = storedItem<Readonly<Record<string, HeldCredentials>>>({
  area: 'session',
  key: 'credentials',
  version: 1,
  initial: {},
  check: shaped(heldByUrl),
});

const nullableText = v.nullable(v.string());
const placeShape = v.object({
  /** A salted hash of the address. */
  key: v.string(),
  /** Which location data said so, see `locationEdition`. */
  data: v.string(),
  place: v.object({
    isp: nullableText,
    asn: v.nullable(v.number()),
    city: nullableText,
    country: nullableText,
    countryCode: nullableText,
  }),
});

/** The place that was looked up last. Gone with the browser session; no longer taken when other data is here. */
export const placeItem = storedItem<v.InferOutput<typeof placeShape> | null>({
  area: 'session',
  key: 'place',
  version: 2,
  initial: null,
  migrations: { 1: () => null },
  check: shaped(v.nullable(placeShape)),
});

/** Whether a microphone existed when a page of ours was last in front; null: none was yet. See `microphone.firefox.ts`. */
export const microphoneItem = storedItem<boolean | null>({
  area: 'local',
  key: 'microphone',
  version: 1,
  initial: null,
  check: shaped(v.nullable(v.boolean())),
});

const pinReminderShape = v.object({ hiddenSince: timeShape, said: v.boolean() });

/** Whether a person was told that the toolbar hides the icon. */
export const pinReminderItem = storedItem<PinReminder>({
  area: 'local',
  key: 'pinReminder',
  version: 1,
  initial: NO_PIN_REMINDER,
  check: shaped(pinReminderShape),
});

/** What became of the export to a collector, see export-runs; what waits for it stands in the outbox. */
export const deliveryItem = storedItem<Delivery>({
  area: 'local',
  key: 'delivery',
  version: 1,
  initial: INITIAL_DELIVERY,
  check(data) {
    const read = v.safeParse(deliverySchema, data);
    return read.success ? read.output : undefined;
  },
});

/** What has this shape, as it is: nothing is dropped. */
function shaped<Shape extends v.GenericSchema>(
  shape: Shape,
): (data: unknown) => v.InferInput<Shape> | undefined {
  return (data) => (v.is(shape, data) ? data : undefined);
}
