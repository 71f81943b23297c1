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

const EXTENSION_ID = manifest.browser_specific_settings.gecko.id;

export interface FirefoxTestOptions {
  /** Its TLS certificate is trusted, under the name localhost. */
  readonly turn?: Coturn;
  /** An administrator's values, in the managed storage. */
  readonly managed?: Partial<Settings>;
  readonly preferences?: Readonly<Record<string, string | number | boolean>>;
  /** Changes the extension's files before the browser starts. */
  readonly prepare?: (extensionFolder: string) => Promise<void>;
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
    preferences: { ...SILENT_ON_THE_LAN, ...options.preferences },
  });
}

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
