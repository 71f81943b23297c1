import { expect, test } from 'playwright/test';
import { watchPeerConnections } from '../../src/sites/peer-connections.ts';

/** As much of the browser's class as is looked at. */
class Native {
  static generateCertificate(): string {
    return 'certificate';
  }
  connectionState: RTCPeerConnectionState = 'new';
  readonly args: readonly unknown[];
  constructor(...args: unknown[]) {
    if (args[0] === 'bad') throw new SyntaxError('bad');
    this.args = args;
  }
  close(): void {
    this.connectionState = 'closed';
  }
}

type Fake = { RTCPeerConnection: typeof Native };

function watched() {
  class RTCPeerConnection extends Native {}
  const scope = {} as Fake;
  Object.defineProperty(scope, 'RTCPeerConnection', {
    value: RTCPeerConnection,
    writable: true,
    configurable: true,
    enumerable: false,
  });
  let made = 0;
  const calls = watchPeerConnections(
    scope as unknown as { RTCPeerConnection?: typeof globalThis.RTCPeerConnection },
    () => {
      made += 1;
    },
  );
  return { scope, native: RTCPeerConnection, calls, made: () => made };
}

test('a connection lives from when it is made until it is closed or has failed', () => {
  const { scope, calls, made } = watched();
  expect(calls.isAlive()).toBe(false);
  const first = new scope.RTCPeerConnection();
  const second = new scope.RTCPeerConnection();
  expect(made()).toBe(2);
  for (const state of ['new', 'connecting', 'connected', 'disconnected'] as const) {
    first.connectionState = state;
    expect(calls.isAlive(), state).toBe(true);
  }
  first.close();
  expect(calls.isAlive()).toBe(true);
  second.connectionState = 'failed';
  expect(calls.isAlive()).toBe(false);
  // Restarted by the page.
  second.connectionState = 'connecting';
  expect(calls.isAlive()).toBe(true);
  second.close();
  expect(calls.isAlive()).toBe(false);
});

test('the page cannot tell by using it', () => {
  const { scope, native, made } = watched();
  const { RTCPeerConnection } = scope;
  expect(RTCPeerConnection.name).toBe('RTCPeerConnection');
  expect(RTCPeerConnection.length).toBe(native.length);
  expect(RTCPeerConnection.prototype).toBe(native.prototype);
  expect(RTCPeerConnection.generateCertificate()).toBe('certificate');
  expect(Object.keys(scope)).toEqual([]);
  const connection = new RTCPeerConnection({ iceServers: [] }, 'second');
  expect(connection.args).toEqual([{ iceServers: [] }, 'second']);
  expect(connection).toBeInstanceOf(RTCPeerConnection);
  expect(connection).toBeInstanceOf(native);
  expect(connection.constructor).toBe(RTCPeerConnection);
  class Own extends RTCPeerConnection {}
  expect(new Own()).toBeInstanceOf(Own);
  expect(made()).toBe(2);
  expect(() => new RTCPeerConnection('bad')).toThrow(SyntaxError);
  expect(() => (RTCPeerConnection as unknown as () => void)()).toThrow(TypeError);
  expect(made()).toBe(2);
});

test('where there are no peer connections, or they cannot be watched, none is told and nothing changes', () => {
  expect(watchPeerConnections({}, () => undefined).isAlive()).toBe(false);
  const fixed = Object.freeze({ RTCPeerConnection: Native });
  const scope = fixed as unknown as { RTCPeerConnection?: typeof globalThis.RTCPeerConnection };
  expect(watchPeerConnections(scope, () => undefined).isAlive()).toBe(false);
  expect(fixed.RTCPeerConnection).toBe(Native);
});
