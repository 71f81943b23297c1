/** The real built extension in a real Firefox, driven over WebDriver BiDi. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyBuilt } from '../../build.mjs';
import { type FirefoxDriver, launchFirefox } from '../../cli/launch-firefox.ts';
import { pinnedCertificates } from '../../cli/pinned-certificate.ts';
import manifest from '../../manifest.json' with { type: 'json' };
import { ensureFirefox } from '../../scripts/set-up.mjs';
import type { Settings } from '../../src/core/settings/settings.ts';
import type { Coturn } from './coturn.ts';
import { DrivenExtension } from './driven-extension.ts';
import { FirefoxPage } from './firefox-page.ts';
import { installNotificationSpy } from './notification-spy.ts';
import { test as oneServer } from './one-server.ts';
import { offerInBrowser, pack, packedIn } from './packed-firefox.ts';
import { raiseVersion } from './raise-version.ts';

const EXTENSION_ID = manifest.browser_specific_settings.gecko.id;

export interface FirefoxTestOptions {
  /** Its TLS certificate is trusted, under the name localhost. */
  readonly turn?: Coturn;
  /** An administrator's values, in the managed storage. */
  readonly managed?: Partial<Settings>;
  readonly preferences?: Readonly<Record<string, string | number | boolean>>;
  /** Changes the extension's files before the browser starts. */
  readonly prepare?: (extensionFolder: string) => Promise<void>;
  /** As from a store: it starts with the browser, and can be updated. */
  readonly installed?: boolean;
}

export class FirefoxUnderTest extends DrivenExtension {
  readonly #folder: string;
  readonly #options: FirefoxTestOptions;
  #browser: FirefoxDriver;

  private constructor(folder: string, options: FirefoxTestOptions, browser: FirefoxDriver) {
    super();
    this.#folder = folder;
    this.#options = options;
    this.#browser = browser;
  }

  static async launch(options: FirefoxTestOptions = {}): Promise<FirefoxUnderTest> {
    const folder = await mkdtemp(join(tmpdir(), 'precall-e2e-'));
    try {
      await copyBuilt('firefox', join(folder, 'extension'));
      await installNotificationSpy(join(folder, 'extension'));
      await options.prepare?.(join(folder, 'extension'));
      await writeManaged(folder, options.managed);
      if (options.installed) await pack(folder);
      return new FirefoxUnderTest(folder, options, await openBrowser(folder, options));
    } catch (error) {
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
      throw error;
    }
  }

  get browser(): FirefoxDriver {
    return this.#browser;
  }

  protected evaluate<R>(expression: string): Promise<R> {
    return this.#browser.evaluate(expression);
  }

  /** Ends the browser and starts it again with the same profile. */
  async restart(): Promise<void> {
    await this.#browser.close();
    this.#browser = await openBrowser(this.#folder, this.#options);
  }

  /** Kills the browser without a word, as a crash would, and starts it again with the same profile. */
  async crash(): Promise<void> {
    await this.#browser.kill();
    this.#browser = await openBrowser(this.#folder, this.#options);
  }

  async afterReload(begin: () => Promise<void>): Promise<void> {
    const { bidi } = this.#browser;
    // Without any page of its own the browser would end.
    await bidi.send('browsingContext.create', { type: 'tab' });
    const before = await this.#browser.evaluateInBrowser<number>(INSTANCE);
    await begin();
    await this.#browser.evaluateInBrowser(`(${untilAnother})(() => ${INSTANCE}, ${before}, ${RELOAD_MS})`);
    await this.#browser.openDriver();
  }

  /** A newer version comes, as from a store: Firefox hands it to the extension, which says when it may be applied. */
  async offerUpdate(): Promise<void> {
    await raiseVersion(join(this.#folder, 'extension'));
    const file = JSON.stringify(await pack(this.#folder));
    const outcome = await this.#browser.evaluateInBrowser(`(${offerInBrowser})(${file})`);
    if (outcome !== 'postponed') throw new Error(`The update was ${outcome}, and not left to the extension`);
  }

  /** As a person switches it in the browser's menu. */
  async workOffline(offline: boolean): Promise<void> {
    await this.#browser.evaluateInBrowser(`void (Services.io.offline = ${offline})`);
  }

  async dispose(): Promise<void> {
    await this.#browser.close();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  /** Ends the event page as the browser does when it is idle; the next event starts another. */
  async stopEventPage(): Promise<void> {
    await this.#browser.evaluateInBrowser(
      `${EXTENSION}.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true })`,
    );
  }

  eventPageState(): Promise<'running' | 'stopped' | 'starting' | 'suspending'> {
    return this.#browser.evaluateInBrowser(`${EXTENSION}.backgroundState`);
  }

  /** Opens a page of the extension and brings it to the front. */
  async openPage(path: string): Promise<FirefoxPage> {
    const context = await this.#browser.open(path);
    await this.#browser.bidi.send('browsingContext.activate', { context });
    return new FirefoxPage(this.#browser, context);
  }

  /** What the toolbar button says, for those who do not see its colour. */
  buttonTitle(): Promise<string> {
    return this.call(() => chrome.action.getTitle({}), undefined);
  }
}

const EXTENSION = `WebExtensionPolicy.getByID(${JSON.stringify(EXTENSION_ID)}).extension`;

/** Another with each start of the extension; null while it is not started. */
const INSTANCE = `(WebExtensionPolicy.getByID(${JSON.stringify(EXTENSION_ID)})?.extension?.instanceId ?? null)`;
/** ms that a reload may take, which waits for a run. */
const RELOAD_MS = 80_000;

/** Runs in the browser's own window. */
async function untilAnother(instance: () => unknown, before: unknown, patienceMs: number): Promise<void> {
  const until = Date.now() + patienceMs;
  while (instance() === before || instance() === null) {
    if (Date.now() > until) throw new Error('The extension does not start anew');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Addresses hidden behind names ending in .local are asked for by multicast, and tests keep to this machine. */
const SILENT_ON_THE_LAN = { 'media.peerconnection.ice.obfuscate_host_addresses': false };

async function openBrowser(folder: string, options: FirefoxTestOptions): Promise<FirefoxDriver> {
  const { turn } = options;
  const servers = turn === undefined ? [] : [{ ...turn.server(), urls: [namedTlsUrl(turn)] }];
  return launchFirefox({
    executable: await ensureFirefox(),
    extension: join(folder, 'extension'),
    profile: join(folder, 'profile'),
    home: folder,
    headless: true,
    systemAccess: true,
    certificates: turn === undefined ? [] : await pinnedCertificates(servers, turn.spki),
    preferences: { ...SILENT_ON_THE_LAN, ...(options.installed && FROM_A_STORE), ...options.preferences },
    ...(options.installed && { packed: packedIn(folder) }),
  });
}

const FROM_A_STORE = {
  'xpinstall.signatures.required': false,
  // One that was killed soon after the installation finds the extension in the profile, and takes it.
  'extensions.autoDisableScopes': 0,
  // After a crash it asks nothing, and opens no tab that was open.
  'toolkit.startup.max_resumed_crashes': -1,
  'browser.sessionstore.resume_from_crash': false,
};

/** Firefox tries no TLS to an address without a name. */
export function namedTlsUrl({ tlsPort }: Coturn): string {
  return `turns:localhost:${tlsPort}?transport=tcp`;
}

/** https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/Native_manifests#managed_storage_manifests */
async function writeManaged(home: string, data: Partial<Settings> | undefined): Promise<void> {
  if (data === undefined) return;
  const folder =
    process.platform === 'darwin'
      ? join(home, 'Library/Application Support/Mozilla/ManagedStorage')
      : join(home, '.mozilla/managed-storage');
  await mkdir(folder, { recursive: true });
  const content = { name: EXTENSION_ID, description: 'Values of a test', type: 'storage', data };
  await writeFile(join(folder, `${EXTENSION_ID}.json`), JSON.stringify(content));
}

/** One server and one Firefox for all tests of a file: each start takes seconds. */
export const test = oneServer.extend<object, { firefox: FirefoxUnderTest }>({
  firefox: [
    async ({ turn }, use) => {
      const firefox = await FirefoxUnderTest.launch({ turn });
      await use(firefox);
      await firefox.dispose();
    },
    { scope: 'worker' },
  ],
});

export { expect } from 'playwright/test';
