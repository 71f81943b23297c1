/** A WebDriver BiDi session over a WebSocket: https://w3c.github.io/webdriver-bidi/ */
import { WebSocket } from 'ws';

type Parameters = Readonly<Record<string, unknown>>;

interface Reply {
  readonly id?: number;
  readonly type?: string;
  readonly method?: string;
  readonly params?: Parameters;
  readonly result?: unknown;
  readonly error?: string;
  readonly message?: string;
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** The browser answered a command with an error. */
class BidiError extends Error {
  override name = 'BidiError';
}

/** The port is open to every program of this machine, and one of them was there before us. */
export class IntruderError extends Error {
  override name = 'IntruderError';

  constructor() {
    super('Another program drives this Firefox: it was at the remote port first. Nothing was measured.');
  }
}

export class BidiSession {
  readonly #socket: WebSocket;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Map<string, Set<(params: Parameters) => void>>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#receive(JSON.parse(String(data)) as Reply));
    socket.on('close', () => {
      for (const { reject } of this.#pending.values()) reject(new BidiError('The browser is gone'));
      this.#pending.clear();
    });
  }

  /** `url` is what the browser prints, without a path. */
  static async connect(url: string): Promise<BidiSession> {
    const socket = new WebSocket(`${url}/session`);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const session = new BidiSession(socket);
    try {
      await session.send('session.new', { capabilities: {} });
    } catch (error) {
      session.close();
      // A browser that was started for us alone has one session at most: somebody else's.
      throw error instanceof BidiError && error.message.startsWith('session not created')
        ? new IntruderError()
        : error;
    }
    return session;
  }

  send<R = unknown>(method: string, params: Parameters = {}): Promise<R> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise<R>((resolve, reject) => {
      if (this.#socket.readyState !== WebSocket.OPEN) {
        reject(new BidiError('The browser is gone'));
        return;
      }
      this.#pending.set(id, { resolve: resolve as (result: unknown) => void, reject });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  /** Subscribes to an event; returns the end of listening. */
  async on(event: string, listener: (params: Parameters) => void): Promise<() => void> {
    const known = this.#listeners.get(event) ?? new Set();
    known.add(listener);
    this.#listeners.set(event, known);
    await this.send('session.subscribe', { events: [event] });
    return () => void known.delete(listener);
  }

  close(): void {
    this.#socket.close();
  }

  #receive(reply: Reply): void {
    if (reply.type === 'event') {
      for (const listener of this.#listeners.get(reply.method ?? '') ?? []) listener(reply.params ?? {});
      return;
    }
    const pending = this.#pending.get(reply.id ?? 0);
    this.#pending.delete(reply.id ?? 0);
    if (reply.type === 'success') pending?.resolve(reply.result);
    else pending?.reject(new BidiError(`${reply.error}: ${reply.message}`));
  }
}
