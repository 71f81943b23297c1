/** What JavaScript holds in the extension's own contexts, after a collection of what nobody holds any more. */
import type { CDPSession, Page } from 'playwright';

export interface Heaps {
  /** MB of the service worker. */
  readonly workerMb: number;
  /** MB of the documents: those of all pages of the extension, the measuring one among them, are on one heap. */
  readonly documentsMb: number;
  /** Documents that are still there, closed ones that something holds among them. */
  readonly documents: number;
}

type Send = (method: string) => Promise<Record<string, unknown>>;

/** `page` is one of the extension's. */
export async function heapsOf(page: Page): Promise<Heaps> {
  const own = await page.context().newCDPSession(page);
  const browser = await page.context().browser()?.newBrowserCDPSession();
  if (browser === undefined) throw new Error('The browser cannot be asked');
  try {
    const documentsMb = await heapMb((method) => own.send(method as 'Runtime.getHeapUsage') as never);
    const { documents } = await own.send('Memory.getDOMCounters');
    return {
      workerMb: await heapMb(await worker(browser, new URL(page.url()).host)),
      documentsMb,
      documents,
    };
  } finally {
    await own.detach();
    await browser.detach();
  }
}

async function heapMb(send: Send): Promise<number> {
  await send('HeapProfiler.collectGarbage');
  const { usedSize } = await send('Runtime.getHeapUsage');
  return Math.round((usedSize as number) / 1e5) / 10;
}

/** Playwright has no session of its own for a worker. */
async function worker(browser: CDPSession, extensionId: string): Promise<Send> {
  const { targetInfos } = await browser.send('Target.getTargets');
  const found = targetInfos.find(({ type, url }) => type === 'service_worker' && url.includes(extensionId));
  if (found === undefined) throw new Error('There is no service worker');
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId: found.targetId });
  let sent = 0;
  return (method) =>
    new Promise((resolve, reject) => {
      sent += 1;
      const id = sent;
      const listen = (event: { readonly sessionId: string; readonly message: string }): void => {
        const reply = JSON.parse(event.message);
        if (event.sessionId !== sessionId || reply.id !== id) return;
        browser.off('Target.receivedMessageFromTarget', listen);
        if (reply.error === undefined) resolve(reply.result);
        else reject(new Error(`${method}: ${reply.error.message}`));
      };
      browser.on('Target.receivedMessageFromTarget', listen);
      browser
        .send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) })
        .catch(reject);
    });
}
