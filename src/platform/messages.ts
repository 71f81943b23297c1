/** Sends and serves the typed messages of `src/messages.ts`. */

import * as v from 'valibot';
import browser, { type Runtime } from 'webextension-polyfill';
import { isRecord } from '../core/base/is-record.ts';
import {
  BACKGROUND_ARGUMENTS,
  type BackgroundProtocol,
  HOST_ARGUMENTS,
  type HostProtocol,
} from '../messages.ts';

interface Protocols {
  background: BackgroundProtocol;
  host: HostProtocol;
}
type Target = keyof Protocols;
// biome-ignore lint/suspicious/noExplicitAny: the constraint of a function map; every use of it is inferred.
type AnyFunction = (argument: any) => unknown;
type Handlers<P> = {
  [Name in keyof P]: P[Name] extends AnyFunction
    ? (argument: Parameters<P[Name]>[0]) => ReturnType<P[Name]> | Promise<ReturnType<P[Name]>>
    : never;
};
type Callers<P> = {
  [Name in keyof P]: P[Name] extends AnyFunction
    ? (...argument: Parameters<P[Name]>) => Promise<Awaited<ReturnType<P[Name]>>>
    : never;
};
type Reply = { value: unknown } | { error: string };

const ARGUMENTS: Record<Target, Record<string, v.GenericSchema>> = {
  background: BACKGROUND_ARGUMENTS,
  host: HOST_ARGUMENTS,
};

/** The other side answered with an error. */
export class MessageError extends Error {
  override name = 'MessageError';
}

/** There is no other side, or it went before it answered. */
export class NobodyAnswered extends Error {
  override name = 'NobodyAnswered';
}

/** Serves every message for `target`. Call it synchronously at the top level. */
export function serve<T extends Target>(target: T, handlers: Handlers<Protocols[T]>): void {
  const byName = new Map<string, AnyFunction>(Object.entries(handlers as Record<string, AnyFunction>));
  // Not async: a listener that returns a promise answers also what was meant for another context.
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    if (!isOwnContext(sender) || !isFor(target, message)) return undefined;
    return answer(ARGUMENTS[target][message.name], byName.get(message.name), message);
  });
}

/** A content script has the extension's id, too, but the address of its page: what it may ask stands in `site-link.ts`. */
function isOwnContext({ id, url }: Runtime.MessageSender): boolean {
  return id === browser.runtime.id && url?.startsWith(browser.runtime.getURL('')) === true;
}

async function answer(
  schema: v.GenericSchema | undefined,
  handler: AnyFunction | undefined,
  message: Envelope,
): Promise<Reply> {
  if (schema === undefined || handler === undefined) return { error: `Unknown message ${message.name}` };
  const argument = v.safeParse(schema, message.argument);
  if (!argument.success) {
    const fields = argument.issues.map((issue) => v.getDotPath(issue) ?? 'argument');
    return { error: `Bad argument of ${message.name}: ${fields.join(', ')}` };
  }
  try {
    return { value: await handler(argument.output) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** Callers for every message of `target`; each rejects with MessageError or NobodyAnswered. */
export function callers<T extends Target>(target: T): Callers<Protocols[T]> {
  return new Proxy({} as Callers<Protocols[T]>, {
    get:
      (_, name) =>
      async (argument: unknown): Promise<unknown> => {
        const reply = await sent({ target, name: String(name), argument });
        if ('error' in reply) throw new MessageError(reply.error);
        return reply.value;
      },
  });
}

async function sent(message: Envelope): Promise<Reply> {
  let cause: unknown;
  try {
    const reply = (await browser.runtime.sendMessage(message)) as Reply | undefined;
    if (reply !== undefined && reply !== null) return reply;
  } catch (error) {
    // No page listens, or the one that did was closed.
    cause = error;
  }
  throw new NobodyAnswered(`Nobody answered ${message.name}`, { cause });
}

interface Envelope {
  readonly target: Target;
  readonly name: string;
  readonly argument: unknown;
}

function isFor(target: Target, message: unknown): message is Envelope {
  return isRecord(message) && message.target === target && typeof message.name === 'string';
}
