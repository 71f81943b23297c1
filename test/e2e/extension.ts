/** The real built extension in a real Chromium, as the tests drive it. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright';
import { copyBuilt } from '../../build.mjs';
import { DRIVER_PAGE } from '../../cli/extension-browser.ts';
import { extensionOrigin, extensionWorker, launchChromiumContext } from '../../cli/launch-chromium.ts';
import { ensureChromium } from '../../scripts/set-up.mjs';
import { LEAN_CHROMIUM } from '../lean-chromium.ts';
import { DrivenExtension } from './driven-extension.ts';
import { installNotificationSpy } from './notification-spy.ts';

/** ms; a run is waited for, which may be made a second time. */
const PATIENCE_MS = 80_000;

export interface ExtensionOptions {
  /** Of a certificate to be trusted. */
  readonly tlsSpki?: string;
  readonly args?: readonly string[];
  readonly withSound?: boolean;
  /** The browser's program, where it is not the usual one. */
  readonly executable?: string;
  /** Folders of other extensions in the same profile. */
  readonly beside?: readonly string[];
  /** Changes the extension's files before the browser starts. */
  readonly prepare?: (extensionFolder: string) => Promise<void>;
}

export class ExtensionUnderTest extends DrivenExtension {
  readonly #folder: string;
  readonly #options: ExtensionOptions;
  #context: BrowserContext;
  #driver: Page;
  #origin: string;

  private constructor(folder: string, options: ExtensionOptions, opened: Opened) {
    super();
    this.#folder = folder;
    this.#options = options;
    this.#context = opened.context;
    this.#driver = opened.driver;
    this.#origin = opened.origin;
  }

  static async launch(options: ExtensionOptions = {}): Promise<ExtensionUnderTest> {
    const folder = await mkdtemp(join(tmpdir(), 'precall-e2e-'));
    try {
      await copyBuilt('chrome', join(folder, 'extension'));
      await installNotificationSpy(join(folder, 'extension'));
      await options.prepare?.(join(folder, 'extension'));
      await writePreferences(join(folder, 'profile', 'Default'));
      return new ExtensionUnderTest(folder, options, await openBrowser(folder, options));
    } catch (error) {
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
      throw error;
    }
  }

  get context(): BrowserContext {
    return this.#context;
  }

  get origin(): string {
    return this.#origin;
  }

  /** Of the files the browser runs. */
  get extensionFolder(): string {
    return join(this.#folder, 'extension');
  }

  /** Ends the browser and starts it again with the same profile. */
  async restart(): Promise<void> {
    await this.#context.close();
    await this.#reopen();
  }

  async #reopen(): Promise<void> {
    const opened = await openBrowser(this.#folder, this.#options);
    this.#context = opened.context;
    this.#driver = opened.driver;
  }

  /** Kills the browser without a word, as a crash would, and starts it again with the same profile. */
  async crash(): Promise<void> {
    const id = await this.processId();
    const closed = this.#context.waitForEvent('close');
    process.kill(id, 'SIGKILL');
    await closed;
    await this.#reopen();
  }

  /** Of the browser; it has started all others. */
  async processId(): Promise<number> {
    const session = await this.#context.browser()?.newBrowserCDPSession();
    const known = await session?.send('SystemInfo.getProcessInfo');
    const browser = known?.processInfo.find(({ type }) => type === 'browser');
    if (browser === undefined) throw new Error('The browser does not tell its process');
    return browser.id;
  }

  async dispose(): Promise<void> {
    await this.#context.close();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  protected evaluate<R>(expression: string): Promise<R> {
    return this.#driver.evaluate(expression);
  }

  /** A page of the extension in a tab of its own, for example `popup/popup.html`. */
  async openPage(path: string): Promise<Page> {
    const page = await this.#context.newPage();
    await page.goto(`${this.#origin}/${path}`);
    return page;
  }

  /** Ends the service worker as the browser does when it is idle; the next event starts another. */
  async killWorker(): Promise<void> {
    const session = await this.#context.newCDPSession(this.#driver);
    await session.send('ServiceWorker.enable');
    await session.send('ServiceWorker.stopAllWorkers');
    await session.detach();
  }

  /**
   * As after the installation, for the next test: nothing is stored, no other page is open, and the worker remembers nothing.
   * What the browser was started with stays, with the permissions.
   */
  async clear(): Promise<void> {
    const others = this.#context.pages().filter((page) => page !== this.#driver);
    await Promise.all(others.map((page) => page.close()));
    await this.killWorker();
    await this.call(clearInPage, undefined);
  }

  /** Its pages are gone, and the driver is another. */
  async afterReload(begin: () => Promise<void>): Promise<void> {
    // Without any page of its own the browser would end.
    await this.#context.newPage();
    const anew = this.#context.waitForEvent('serviceworker', { timeout: PATIENCE_MS });
    await begin();
    await anew;
    this.#driver = await openDriver(this.#context, this.#origin);
  }

  /** A newer version is there, as far as the background is told; the files stay those of this one. */
  async announceUpdate(): Promise<void> {
    const worker = await extensionWorker(this.#context);
    await worker.evaluate(() => {
      const event = chrome.runtime.onUpdateAvailable as unknown as { dispatch(details: object): void };
      event.dispatch({ version: '99.0' });
    });
  }

  /** What the browser says of the network, as the background hears it. */
  async networkEvent(name: 'online' | 'offline'): Promise<void> {
    const worker = await extensionWorker(this.#context);
    await worker.evaluate((type: string) => void dispatchEvent(new Event(type)), name);
  }

  /** As if a person clicked it; a headless browser shows none. */
  async clickNotification(id: string): Promise<void> {
    const worker = await extensionWorker(this.#context);
    await worker.evaluate((clicked: string) => {
      const event = chrome.notifications.onClicked as unknown as { dispatch(id: string): void };
      event.dispatch(clicked);
    }, id);
  }

  /** Whether Chrome's measuring document is open. */
  hasOffscreenDocument(): Promise<boolean> {
    return this.call(() => chrome.offscreen.hasDocument(), undefined);
  }

  /** Takes the measuring document away, as a crash would. */
  async closeOffscreenDocument(): Promise<void> {
    await this.call(() => chrome.offscreen.closeDocument(), undefined);
  }
}

/** Runs in an extension page, while the worker sleeps: what wakes it last finds nothing of what was. */
async function clearInPage(): Promise<void> {
  if (await chrome.offscreen.hasDocument()) await chrome.offscreen.closeDocument();
  localStorage.clear();
  for (const { name } of await indexedDB.databases()) {
    await new Promise((resolve, reject) => {
      const deleting = indexedDB.deleteDatabase(name ?? '');
      deleting.onsuccess = resolve;
      deleting.onerror = () => reject(deleting.error);
    });
  }
  await chrome.alarms.clearAll();
  await Promise.all([chrome.storage.session.clear(), chrome.storage.local.clear()]);
  for (const id of Object.keys(await chrome.notifications.getAll())) await chrome.notifications.clear(id);
}

interface Opened {
  readonly context: BrowserContext;
  readonly driver: Page;
  readonly origin: string;
}

async function openBrowser(folder: string, options: ExtensionOptions): Promise<Opened> {
  const context = await launchChromiumContext({
    ...options,
    executable: options.executable ?? (await ensureChromium()),
    extension: [join(folder, 'extension'), ...(options.beside ?? [])].join(),
    profile: join(folder, 'profile'),
    headless: true,
    args: [
      ...LEAN_CHROMIUM,
      // No name is looked up outside this machine.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      ...(options.args ?? []),
    ],
  });
  try {
    const origin = extensionOrigin(await extensionWorker(context));
    return { context, driver: await openDriver(context, origin), origin };
  } catch (error) {
    await context.close();
    throw error;
  }
}

/** Chromium starts an unpacked extension anew only where a person may develop some. */
async function writePreferences(profile: string): Promise<void> {
  await mkdir(profile, { recursive: true });
  const preferences = { extensions: { ui: { developer_mode: true } } };
  await writeFile(join(profile, 'Preferences'), JSON.stringify(preferences));
}

async function openDriver(context: BrowserContext, origin: string): Promise<Page> {
  const driver = context.pages()[0] ?? (await context.newPage());
  await driver.goto(`${origin}/${DRIVER_PAGE}`);
  return driver;
}
