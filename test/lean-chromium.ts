/** What Chromium leaves out, and does not wait for, when a test starts it. */

/** Playwright's own list: of several such switches Chromium reads the last alone. */
const FOR_PLAYWRIGHT = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];

/** Pages of the address bar's own and a process in reserve: with them each start takes half as long again. */
const FOR_A_PERSON = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'PreloadTopChromeWebUI',
  'SpareRendererForSitePerProcess',
];

/** Playwright's own list of what is on, for the same reason. */
const ON_FOR_PLAYWRIGHT = ['CDPScreenshotNewSurface', 'SkipListAccountsWithoutGaiaCookies'];
/**
 * After a start Chromium keeps back what may wait, an administrator's policy for extensions among it, until a tab has been seen, which
 * no tab of a test is, or for 3 s. With this it does not.
 */
const NO_WAIT_FOR_A_TAB = 'ImprovedStartupBestEffortDelay:StartupDelayVisibleTabTimeout/0s';

export const LEAN_CHROMIUM = [
  `--disable-features=${[...FOR_PLAYWRIGHT, ...FOR_A_PERSON].join(',')}`,
  `--enable-features=${[...ON_FOR_PLAYWRIGHT, NO_WAIT_FOR_A_TAB].join(',')}`,
];
