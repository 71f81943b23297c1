/** Launches Chromium with the unpacked extension. */
import { networkInterfaces } from 'node:os';
import { type BrowserContext, chromium, type Worker } from 'playwright';
import { DRIVER_PAGE, type ExtensionBrowser, type LaunchOptions } from './extension-browser.ts';
import { QUIET_CHROMIUM } from './quiet-browsers.ts';

export interface ChromiumOptions extends LaunchOptions {
  /** Base64 SHA-256 of the public key (SPKI) of a certificate to be trusted beside the usual ones. */
  readonly tlsSpki?: string;
  readonly args?: readonly string[];
  /** Playwright mutes a browser without a window, and no tab of a muted one counts as playing sound. */
  readonly withSound?: boolean;
}

/** Chromium leaves the loopback interface out; where there is no other, a server can only be there. */
function loopbackIfAlone(): string[] {
  const others = Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ internal }) => !internal),
  );
  return others ? [] : ['--allow-loopback-in-peer-connection'];
}

/** Chromium refuses its sandbox to root. */
export function isSandboxed(uid = process.getuid?.()): boolean {
  return uid !== 0;
}

/** The extension's pages and its worker, with all of Playwright's reach; for tests. */
export async function launchChromiumContext(options: ChromiumOptions): Promise<BrowserContext> {
  const { executable, extension, profile, headless, tlsSpki, args = [], withSound = false } = options;
  return chromium.launchPersistentContext(profile, {
    executablePath: executable,
    headless,
    viewport: null,
    chromiumSandbox: isSandboxed(),
    ...(withSound && { ignoreDefaultArgs: ['--mute-audio'] }),
    // Whoever launches ends it: a signal handler of Playwright's would exit before the profile is removed.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
      ...QUIET_CHROMIUM,
      ...loopbackIfAlone(),
      ...(tlsSpki === undefined ? [] : [`--ignore-certificate-errors-spki-list=${tlsSpki}`]),
      ...args,
    ],
  });
}

/** `chrome-extension://<id>`; Node's own `URL.origin` knows no such scheme. */
export function extensionOrigin(worker: Worker): string {
  const { protocol, host } = new URL(worker.url());
  return `${protocol}//${host}`;
}

/** The extension's service worker; started by loading the extension. */
export async function extensionWorker(context: BrowserContext): Promise<Worker> {
  return context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
}

export async function launchChromium(options: ChromiumOptions): Promise<ExtensionBrowser> {
  if (!isSandboxed()) process.stderr.write('Chromium runs without its sandbox, because this is root.\n');
  const context = await launchChromiumContext(options);
  const closed = new Promise<void>((resolve) => context.once('close', () => resolve()));
  try {
    const origin = extensionOrigin(await extensionWorker(context));
    const driver = context.pages()[0] ?? (await context.newPage());
    await driver.goto(`${origin}/${DRIVER_PAGE}`);
    return {
      call: async <A, R>(inPage: (argument: A) => R | Promise<R>, argument: A) =>
        (await driver.evaluate(`(${inPage})(${JSON.stringify(argument) ?? 'undefined'})`)) as R,
      async show(path) {
        const page = await context.newPage();
        await page.goto(`${origin}/${path}`);
        await driver.close();
      },
      closed,
      close: () => context.close(),
    };
  } catch (error) {
    await context.close();
    throw error;
  }
}
