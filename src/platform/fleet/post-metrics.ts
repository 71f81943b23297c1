/** Posts to a collector. Its address and headers are the company's own, headers secret: no error or log repeats them. */
import { type DeliveryReply, replyOfStatus, retryAfterMs } from '../../core/fleet/delivery.ts';
import { mayAsk } from '../credentials-url.ts';

/** ms; a worker that waits longer for an answer is ended by the browser. */
const ANSWER_MS = 20_000;
/** Bytes; the answer to a request is a few. */
const MOST_ANSWER_BYTES = 65_536;

interface Post {
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
  readonly body: Uint8Array<ArrayBuffer>;
  /** What the answer to a request that was taken says. */
  readonly refusedPoints: (answer: Uint8Array) => number;
}

/** Never rejects. Without the permission it works where the collector lets the extension's origin in (CORS). */
export async function postMetrics(post: Post): Promise<DeliveryReply> {
  const { endpoint, headers, contentType, body } = post;
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { ...headers, 'content-type': contentType },
      body,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    if (response.ok) return { kind: 'taken', refusedPoints: await refusedIn(response, post) };
    await response.body?.cancel();
    if (response.type === 'opaqueredirect') return { kind: 'redirected' };
    return replyOfStatus(response.status, retryAfterMs(response.headers.get('retry-after'), Date.now()));
  } catch (error) {
    // The browser gives the same TypeError for a missing permission and for no answer.
    const why = error instanceof Error ? error.name : 'unknown error';
    console.debug('Precall: the collector was not reached:', why);
    return { kind: navigator.onLine && !(await mayAsk(endpoint)) ? 'no-permission' : 'unreachable' };
  }
}

/** It has taken the request, whatever else it says. */
async function refusedIn(response: Response, { refusedPoints }: Post): Promise<number> {
  try {
    const answer = new Uint8Array(await response.arrayBuffer());
    return answer.length > MOST_ANSWER_BYTES ? 0 : refusedPoints(answer);
  } catch (error) {
    console.debug('Precall: the answer of the collector says nothing:', error instanceof Error && error.name);
    return 0;
  }
}
