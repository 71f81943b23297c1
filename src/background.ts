/** Composition root: registers every listener synchronously, so that any of them may be what woke the worker. */

import { countUnjudged, countWatch } from './background/count-bytes.ts';
import { carryOut } from './background/desktop.ts';
import { endOldAsides } from './background/end-asides.ts';
import { deliver, deliverAnew, exportChanged } from './background/export-runs.ts';
import { forgetDevice, forgetResults } from './background/forget.ts';
import { giveBackOrigins } from './background/give-back-origins.ts';
import { sampleNotice } from './background/quality-notice.ts';
import { createRunCycle } from './background/run-cycle.ts';
import { hasManagedServers } from './background/servers/managed-servers.ts';
import { testServer } from './background/servers/test-server.ts';
import { answerSite, renewSiteScripts } from './background/sites.ts';
import { raiseTaken } from './background/taken-notice.ts';
import { startThorough } from './background/thorough.ts';
import { applyUpdate, noteUpdate } from './background/update.ts';
import { startWatch } from './background/watch.ts';
import { snoozeUntil } from './core/notification/notification-preferences.ts';
import type { RunReport } from './core/report/run-report.ts';
import { precallHost } from './host/precall-host.browser.ts';
import { onAlarm } from './platform/alarms.ts';
import { watchPermissions } from './platform/credentials-url.ts';
import { effectiveSettings, watchEffectiveSettings } from './platform/effective-settings.ts';
import { onBrowserStart, onInstalled, onNetworkChange, onReturn } from './platform/lifecycle.ts';
import { serve } from './platform/messages.ts';
import { clear, onNotificationClicked } from './platform/notifications.ts';
import { deleteAbandonedHistories } from './platform/opened-history.ts';
import { openHistoryPage, openOptions } from './platform/pages.ts';
import { serveSites } from './platform/sites/site-link.ts';
import { settingsAsideItem, snoozeItem } from './platform/storage.ts';
import { noteTrouble } from './platform/troubles.ts';
import { onUpdateAvailable } from './platform/updates.ts';
import { zoneOffset } from './platform/zone-offset.ts';

const host = precallHost({
  onProgress: (progress) => cycle.progress(progress),
  onReport: async (report) => {
    await takeIn(report);
  },
  onWatchEnd: (bytes) => cycle.between(() => countWatch(bytes)),
});
const cycle = createRunCycle(host);

async function takeIn(report: RunReport): Promise<boolean> {
  const taken = await cycle.take(report);
  // The collector may be slow: nobody waits for it.
  start(deliver);
  // An update that came in the middle of the run, when the host has its answer.
  start(() => cycle.between(applyUpdate));
  return taken;
}

/** A listener's work: nobody waits for it, so that its failure is told here. */
function start(task: () => Promise<unknown>): void {
  task().catch(async (error: unknown) => {
    console.error('Precall:', error);
    await noteTrouble('work');
  });
}

onAlarm((name) => {
  start(name === 'deliver' ? deliver : cycle.tick);
  start(giveBackOrigins);
  start(() => cycle.between(applyUpdate));
});
onBrowserStart(() => start(cycle.tick));
onNetworkChange((online) => {
  start(() => cycle.networkChanged(online));
  if (online) start(deliverAnew);
});
onReturn(() => start(cycle.tick));
onInstalled((reason) => {
  start(cycle.tick);
  start(async () => {
    if (reason === 'install' && !(await hasManagedServers())) await openOptions('welcome');
  });
});
onUpdateAvailable(() => start(() => cycle.between(noteUpdate)));
watchEffectiveSettings(() => {
  start(cycle.settingsChanged);
  start(exportChanged);
  start(giveBackOrigins);
  start(renewSiteScripts);
});
watchPermissions(() => start(renewSiteScripts));
settingsAsideItem.watch(() => start(giveBackOrigins));
onNotificationClicked((id) =>
  start(async () => {
    await clear(id);
    await openHistoryPage();
  }),
);
serve('background', {
  startRun: ({ kind }) => cycle.begin('user', kind === undefined ? {} : { kind }),
  startThorough: ({ despiteSound }) => startThorough(cycle, despiteSound),
  cancelRun: () => cycle.cancel(),
  testServer: async (server) => {
    const report = await testServer(host, server);
    // The answer does not wait for it: a step of the cycle may be waiting for credentials.
    start(() => cycle.between(() => countUnjudged(report, 'user')));
    return report;
  },
  startWatch: ({ seconds }) => startWatch(host, seconds),
  watchEnded: (bytes) => cycle.between(() => countWatch(bytes)),
  snooze: (length) => snoozeItem.set(length && snoozeUntil(Date.now(), length, zoneOffset)),
  tryNotification: async () => carryOut(sampleNotice((await effectiveSettings()).settings)),
  giveBackOrigins: () => giveBackOrigins(),
  deliver: () => deliver('now'),
  forget: (what) => cycle.between(what === 'results' ? forgetResults : forgetDevice),
  runProgress: (progress) => cycle.progress(progress),
  runReport: takeIn,
});
serveSites((name, url) => answerSite(cycle, name, url));

// Whatever woke the worker, a lost alarm or a lost run is noticed now.
start(cycle.tick);
start(deliver);
start(() => cycle.between(applyUpdate));
start(() => endOldAsides(Date.now()));
start(() => cycle.between(raiseTaken));
start(deleteAbandonedHistories);
// The browser forgets them when the extension is renewed.
start(renewSiteScripts);
// A form that was open when the browser or its page ended may have left a permission that no server needs.
start(giveBackOrigins);
