/** Hands judged runs on to a company's collector, where that is switched on: queued before anything else, sent when due. */
import {
  afterQueued,
  afterReply,
  type Delivery,
  INITIAL_DELIVERY,
  isDue,
  MOST_WAITING,
  runsToSend,
} from '../core/fleet/delivery.ts';
import { pointsOfRun, type RunPoints } from '../core/fleet/run-points.ts';
import type { JudgedRun } from '../core/monitor/judged-run.ts';
import type { OtlpSettings } from '../core/settings/otlp-settings.ts';
import { metricsRequest, refusedPointsOf } from '../otlp/metrics-request.ts';
import { clearAlarm, SOONEST_ALARM_MS, wakeAt } from '../platform/alarms.ts';
import { effectiveSettings } from '../platform/effective-settings.ts';
import { withOutbox } from '../platform/fleet/outbox.ts';
import { postMetrics } from '../platform/fleet/post-metrics.ts';
import { extensionVersion } from '../platform/pages.ts';
import { deliveryItem } from '../platform/storage.ts';
import { createQueue } from './serially.ts';

/** ms; a delivery of many requests takes minutes, and each of them has a bound of its own. */
const MOST_MS = 600_000;
const serially = createQueue(MOST_MS);
/** s, between two looks at what was due and did not go. */
const LOOK_AGAIN_S = 900;

/** Trouble with the database is shown, and never stops the judgement. The same run again changes nothing. */
export async function queueRun(run: JudgedRun, otlp: OtlpSettings): Promise<void> {
  if (!isOn(otlp)) return;
  try {
    const queued = await withOutbox((outbox) => outbox.add(pointsOfRun(run, otlp.attributes), MOST_WAITING));
    const at = { now: Date.now(), everyMinutes: otlp.everyMinutes };
    await deliveryItem.update((before) => afterQueued(before, queued, at));
    await planned(await deliveryItem.get());
  } catch (error) {
    console.error('Precall: a run cannot wait for its delivery:', error);
    await deliveryItem.update((before) => ({ ...before, trouble: { kind: 'storage' } }));
  }
}

/** Sends what is due, request by request, until nothing waits or the collector does not take it. `now`: not only what is due. */
export function deliver(urgency: 'due' | 'now' = 'due'): Promise<void> {
  return serially(async () => {
    const { otlp } = (await effectiveSettings()).settings;
    if (!isOn(otlp)) return;
    for (
      let wanted = urgency === 'now';
      wanted || isDue(await deliveryItem.get(), Date.now());
      wanted = false
    ) {
      const most = runsToSend(await deliveryItem.get());
      const runs = await withOutbox((outbox) => outbox.oldest(most));
      if (runs.length === 0) {
        await deliveryItem.update((before) => ({ ...before, waiting: 0, nextAt: null }));
        break;
      }
      await send(runs, otlp);
    }
    await planned(await deliveryItem.get());
  });
}

/** Another network or address may take what the one before did not; what asked for patience gets it. */
export async function deliverAnew(): Promise<void> {
  const { trouble } = await deliveryItem.get();
  await deliver(trouble === null || trouble.kind === 'busy' ? 'due' : 'now');
}

/** Switched off, nothing goes and nothing waits. */
export async function exportChanged(): Promise<void> {
  if (isOn((await effectiveSettings()).settings.otlp)) await deliverAnew();
  else await forgetExport();
}

export function forgetExport(): Promise<void> {
  return serially(async () => {
    await withOutbox((outbox) => outbox.clear());
    await deliveryItem.set(INITIAL_DELIVERY);
    await clearAlarm('deliver');
  });
}

async function send(runs: readonly RunPoints[], otlp: OtlpSettings): Promise<void> {
  const { endpoint, headers, encoding, deviceName, site } = otlp;
  const reply = await postMetrics({
    endpoint,
    headers,
    ...metricsRequest(runs, { version: extensionVersion(), deviceName, site }, encoding),
    refusedPoints: (answer) => refusedPointsOf(answer, encoding),
  });
  const sent = { runs: runs.length, now: Date.now(), random: Math.random() };
  const { done } = afterReply(await deliveryItem.get(), reply, sent);
  // First out of the queue: a worker that dies in between sends nothing twice.
  const waiting = done ? await withOutbox((outbox) => outbox.remove(runs)) : undefined;
  await deliveryItem.update((before) => ({
    ...afterReply(before, reply, sent).delivery,
    waiting: waiting ?? before.waiting,
  }));
}

/** An alarm for what waits. */
async function planned({ waiting, nextAt }: Delivery): Promise<void> {
  if (waiting === 0) await clearAlarm('deliver');
  else await wakeAt('deliver', Math.max(nextAt ?? 0, Date.now() + SOONEST_ALARM_MS), LOOK_AGAIN_S);
}

function isOn({ enabled, endpoint }: OtlpSettings): boolean {
  return enabled && endpoint !== '';
}
