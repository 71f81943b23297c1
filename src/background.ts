/** Composition root: registers every listener synchronously, so that any of them may be what woke the worker. */

import { carryOut } from './background/desktop.ts';
import { endOldAsides } from './background/end-asides.ts';
import { forgetDevice, forgetResults } from './background/forget.ts';
import { giveBackOrigins } from './background/give-back-origins.ts';
import { identify } from './background/identify.ts';
import { sampleNotice } from './background/quality-notice.ts';
import { createRunCycle } from './background/run-cycle.ts';
import { testServer } from './background/test-server.ts';
import { snoozeUntil } from './core/notification/notification-preferences.ts';
import { precallHost } from './host/precall-host.browser.ts';
import { onAlarm } from './platform/alarms.ts';
import { effectiveSettings, watchEffectiveSettings } from './platform/effective-settings.ts';
import { onBrowserStart, onInstalled, onNetworkChange, onReturn } from './platform/lifecycle.ts';
import { serve } from './platform/messages.ts';
import { clear, onNotificationClicked } from './platform/notifications.ts';
import { openHistoryPage, openOptions } from './platform/pages.ts';
import { settingsAsideItem, snoozeItem } from './platform/storage.ts';
import { zoneOffset } from './platform/zone-offset.ts';

const host = precallHost({
  onProgress: (progress) => cycle.progress(progress),
  onReport: async (report) => {
    await cycle.take(report);
  },
});
const cycle = createRunCycle(host);
/** Every handler awaits it: who this installation is, and that the next run is planned. */
const ready = identify();

function after(task: () => Promise<unknown>): void {
  ready.then(task).catch((error: unknown) => console.error('Precall:', error));
}

onAlarm(() => after(cycle.tick));
onBrowserStart(() => {
  after(cycle.tick);
  // A form that was open when the browser ended may have left a permission that no server needs.
  after(giveBackOrigins);
});
onNetworkChange((online) => after(() => cycle.networkChanged(online)));
onReturn(() => after(cycle.tick));
onInstalled((reason) =>
  after(async () => {
    const { managed } = await effectiveSettings();
    if (reason === 'install' && !managed.includes('servers')) await openOptions('welcome');
    await cycle.tick();
  }),
);
watchEffectiveSettings(() => {
  after(cycle.settingsChanged);
  after(giveBackOrigins);
});
settingsAsideItem.watch(() => after(giveBackOrigins));
onNotificationClicked((id) =>
  after(async () => {
    await clear(id);
    await openHistoryPage();
  }),
);
serve('background', {
  startRun: async ({ kind }) => {
    await ready;
    return cycle.begin('user', kind === undefined ? {} : { kind });
  },
  cancelRun: () => cycle.cancel(),
  testServer: (server) => testServer(host, server),
  snooze: (length) => snoozeItem.set(length && snoozeUntil(Date.now(), length, zoneOffset)),
  tryNotification: async () => carryOut(sampleNotice((await effectiveSettings()).settings)),
  giveBackOrigins: () => giveBackOrigins(),
  forget: async (what) => {
    await ready;
    await cycle.between(what === 'results' ? forgetResults : forgetDevice);
  },
  runProgress: (progress) => cycle.progress(progress),
  runReport: async (report) => {
    await ready;
    return cycle.take(report);
  },
});

// Whatever woke the worker, a lost alarm or a lost run is noticed now.
after(cycle.tick);
after(() => endOldAsides(Date.now()));
