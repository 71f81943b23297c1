/** What every launched browser is told, whether it carries the extension or only a page: nothing but our runs uses the line. */

export const QUIET_CHROMIUM: readonly string[] = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

export type FirefoxPreferences = Readonly<Record<string, string | number | boolean>>;

export const QUIET_FIREFOX: FirefoxPreferences = {
  // Firefox has no loopback candidates otherwise; a TURN server elsewhere needs no such thing.
  'media.peerconnection.ice.loopback': true,
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  // Otherwise it starts a process for the next tab while the one before is at work.
  'dom.ipc.processPrelaunch.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'toolkit.telemetry.enabled': false,
};

/** The text of a profile's `user.js`. */
export function userJs(preferences: FirefoxPreferences): string {
  return Object.entries(preferences)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join('');
}
