/** Launches Firefox with the unpacked extension and drives it over WebDriver BiDi. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { BidiSession, IntruderError } from './bidi.ts';
import { DRIVER_PAGE, type ExtensionBrowser, type LaunchOptions } from './extension-browser.ts';
import type { PinnedCertificate } from './pinned-certificate.ts';
import { type FirefoxPreferences, QUIET_FIREFOX, userJs } from './quiet-browsers.ts';

export interface FirefoxOptions extends LaunchOptions {
  /** Lets the driver reach into the browser itself, and open any page; for tests. */
  readonly systemAccess?: boolean;
  /** Home folder, where Firefox finds an administrator's values for extensions; the user's own when absent. */
  readonly home?: string;
  /** Preferences beside the driver's own. */
  readonly preferences?: FirefoxPreferences;
  /** Trusted at their host and port, whoever signed them. */
  readonly certificates?: readonly PinnedCertificate[];
  /** The same extension, packed: installed for good in the profile, as from a store. Unsigned ones only an ESR takes. */
  readonly packed?: string;
}

export interface FirefoxDriver extends ExtensionBrowser {
  readonly bidi: BidiSession;
  /** `moz-extension://<uuid>` */
  readonly origin: string;
  /** Opens a page of the extension, or any URL, in a new tab and waits until it has loaded; gives its context id. */
  open(path: string): Promise<string>;
  /** Opens another driving page, where a reload of the extension took the one there was. */
  openDriver(): Promise<void>;
  /** Evaluates an expression in the driving page and awaits what it gives. */
  evaluate<R>(expression: string): Promise<R>;
  /** Like `call`, in the tab of that context id. */
  callIn<A, R>(context: string, inPage: (argument: A) => R | Promise<R>, argument: A): Promise<R>;
  /** Evaluates an expression in the tab of that context id and awaits what it gives. */
  evaluateIn<R>(context: string, expression: string): Promise<R>;
  /** The same in the browser's own window, with all of the browser's reach. */
  evaluateInBrowser<R>(expression: string): Promise<R>;
  /** A PNG of the tab. */
  screenshot(context: string): Promise<Buffer>;
  /** Ends it without a word, as a crash does. */
  kill(): Promise<void>;
}

/** The extension's origin is random in every profile unless it is pinned. */
const UUID = '6f1c2d3e-4b5a-4c6d-8e7f-102030405060';
const LISTENING = /WebDriver BiDi listening on (ws:\/\/\S+)/;

const preferencesFor = (extensionId: string): FirefoxPreferences => ({
  ...QUIET_FIREFOX,
  'extensions.webextensions.uuids': JSON.stringify({ [extensionId]: UUID }),
  // A temporary extension is uninstalled when the browser ends; a restart shall find what it stored.
  'extensions.webextensions.keepStorageOnUninstall': true,
  'extensions.webextensions.keepUuidOnUninstall': true,
  'alerts.useSystemBackend': false,
});

export async function launchFirefox(options: FirefoxOptions): Promise<FirefoxDriver> {
  const { executable, extension, profile, headless, home } = options;
  const { preferences = {}, certificates = [], systemAccess = false, packed } = options;
  await mkdir(profile, { recursive: true });
  await writeFile(
    join(profile, 'user.js'),
    userJs({ ...preferencesFor(extensionIdOf(extension)), ...preferences }),
  );
  await writeFile(join(profile, 'cert_override.txt'), certificates.map(overrideLine).join(''));
  const child = spawn(
    executable,
    [
      ...['--profile', profile, '--no-remote', '--remote-debugging-port', '0'],
      ...(systemAccess ? ['--remote-allow-system-access'] : []),
      ...(headless ? ['--headless'] : []),
    ],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(home === undefined ? {} : { env: { ...process.env, HOME: home } }),
    },
  );
  const closed = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    const bidi = await BidiSession.connect(await listeningAddress(child));
    if (packed === undefined) await install(bidi, { type: 'path', path: extension });
    else if (!existsSync(join(profile, 'extensions', `${extensionIdOf(extension)}.xpi`)))
      await install(bidi, { type: 'archivePath', path: packed }, true);
    const page = systemAccess ? undefined : await pageThatOpened(bidi);
    return await drive(bidi, child, closed, page);
  } catch (error) {
    // Who else drives it is given no time for anything.
    if (error instanceof IntruderError) child.kill('SIGKILL');
    await stop(child, closed);
    throw error;
  }
}

async function install(
  bidi: BidiSession,
  extensionData: { readonly type: string; readonly path: string },
  isForGood = false,
): Promise<void> {
  await bidi.send('webExtension.install', { extensionData, 'moz:permanent': isForGood });
}

/** Firefox's own record of an accepted certificate; the fingerprint's algorithm is SHA-256. */
function overrideLine({ host, port, fingerprint }: PinnedCertificate): string {
  return `${host}:${port}:\tOID.2.16.840.1.101.3.4.2.1\t${fingerprint}\t\n`;
}

function extensionIdOf(extension: string): string {
  const manifest = JSON.parse(readFileSync(join(extension, 'manifest.json'), 'utf8')) as {
    browser_specific_settings?: { gecko?: { id?: string } };
  };
  const id = manifest.browser_specific_settings?.gecko?.id;
  if (id === undefined) throw new Error(`${extension} is not built for Firefox`);
  return id;
}

/** ms that Firefox gets to start: on a busy machine it takes 20 s. */
const START_MS = 90_000;

/** Firefox names its address on standard error; the rest of what it says there is read and dropped. */
export function listeningAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = new Error(`Firefox could not be driven within ${START_MS / 1000} s`);
    const timer = setTimeout(() => reject(late), START_MS);
    child.once('error', reject);
    child.once('exit', () => clearTimeout(timer));
    child.once('exit', (code) => reject(new Error(`Firefox ended with ${code} before it could be driven`)));
    if (child.stderr === null) return;
    createInterface(child.stderr).on('line', (line) => {
      const address = LISTENING.exec(line)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
  });
}

const ORIGIN = `moz-extension://${UUID}`;

/** ms between looks for the page that opens on installation; Firefox tells nobody that it has. */
const LOOK_MS = 100;

/**
 * A page of the extension that opens by itself, as its welcome does on installation: without system access Firefox lets
 * nobody navigate to one. Gives its context id.
 */
async function pageThatOpened(bidi: BidiSession): Promise<string> {
  const until = Date.now() + START_MS;
  for (;;) {
    const { contexts } = await bidi.send<Tree>('browsingContext.getTree', { maxDepth: 0 });
    const page = contexts.find(({ url }) => url.startsWith(ORIGIN));
    if (page !== undefined) return page.context;
    if (Date.now() > until) throw new Error('The extension did not open its page in Firefox');
    await sleep(LOOK_MS);
  }
}

interface Tree {
  readonly contexts: readonly { readonly context: string; readonly url: string }[];
}

/** `page`: the context that drives; absent: a new one. */
async function drive(
  bidi: BidiSession,
  child: ChildProcess,
  closed: Promise<void>,
  page?: string,
): Promise<FirefoxDriver> {
  const origin = ORIGIN;

  async function open(path: string): Promise<string> {
    const { context } = await bidi.send<{ context: string }>('browsingContext.create', { type: 'tab' });
    const url = URL.canParse(path) ? path : `${origin}/${path}`;
    await bidi.send('browsingContext.navigate', { context, url, wait: 'complete' });
    return context;
  }

  async function evaluateIn<R>(context: string, expression: string): Promise<R> {
    // As JSON in one string: BiDi's own serialisation of objects is not JSON.
    const reply = await bidi.send<EvaluateResult>('script.evaluate', {
      expression: `(async () => JSON.stringify(await (${expression})))()`,
      target: { context },
      awaitPromise: true,
    });
    if (reply.type === 'exception') throw new Error(reply.exceptionDetails.text);
    return (reply.result.type === 'string' ? JSON.parse(reply.result.value) : undefined) as R;
  }

  const callIn = <A, R>(context: string, inPage: (argument: A) => R | Promise<R>, argument: A): Promise<R> =>
    evaluateIn(context, `(${inPage})(${JSON.stringify(argument) ?? 'undefined'})`);

  async function evaluateInBrowser<R>(expression: string): Promise<R> {
    const { contexts } = await bidi.send<{ contexts: readonly { context: string }[] }>(
      'browsingContext.getTree',
      { 'moz:scope': 'chrome' },
    );
    const [window] = contexts;
    if (window === undefined) throw new Error('Firefox has no window');
    return evaluateIn(window.context, expression);
  }

  let driver = page ?? (await open(DRIVER_PAGE));
  return {
    bidi,
    origin,
    open,
    callIn,
    evaluateIn,
    evaluateInBrowser,
    async openDriver() {
      driver = await open(DRIVER_PAGE);
    },
    evaluate: (expression) => evaluateIn(driver, expression),
    call: (inPage, argument) => callIn(driver, inPage, argument),
    async show(path) {
      await open(path);
    },
    async screenshot(context) {
      const { data } = await bidi.send<{ data: string }>('browsingContext.captureScreenshot', { context });
      return Buffer.from(data, 'base64');
    },
    closed,
    async kill() {
      child.kill('SIGKILL');
      await closed;
      bidi.close();
    },
    async close() {
      // Asked first, so that it writes its profile; it may be gone before it has answered.
      await Promise.allSettled([bidi.send('browser.close')]);
      bidi.close();
      await stop(child, closed);
    },
  };
}

type EvaluateResult =
  | { readonly type: 'success'; readonly result: { readonly type: string; readonly value: string } }
  | { readonly type: 'exception'; readonly exceptionDetails: { readonly text: string } };

/** ms that Firefox gets to end before it is ended. */
const GRACE_MS = 10_000;

async function stop(child: ChildProcess, closed: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  child.kill('SIGTERM');
  await closed;
  clearTimeout(timer);
}
