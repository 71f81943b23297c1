/** Knows whether a peer connection of a page lives, without a hand in it. */

type Constructor = typeof RTCPeerConnection;
type Scope = { RTCPeerConnection?: Constructor };

/**
 * Puts a look-alike in the constructor's place: the same prototype, statics and name, `new.target` of a subclass kept,
 * every argument and error passed on. `onMade` is called after one was made.
 */
export function watchPeerConnections(scope: Scope, onMade: () => void): { isAlive(): boolean } {
  const made = new Set<WeakRef<RTCPeerConnection>>();
  const own = Object.getOwnPropertyDescriptor(scope, 'RTCPeerConnection');
  const native: Constructor | undefined = own?.value;
  if (own?.configurable && typeof native === 'function') {
    const watched = new Proxy(native, {
      construct(target, args, newTarget) {
        const connection = Reflect.construct(target, args, newTarget) as RTCPeerConnection;
        made.add(new WeakRef(connection));
        onMade();
        return connection;
      },
    });
    Object.defineProperty(scope, 'RTCPeerConnection', { ...own, value: watched });
    // A page may go from an instance to its constructor, and compare.
    const { prototype } = native;
    const named = Object.getOwnPropertyDescriptor(prototype, 'constructor');
    if (named?.configurable) Object.defineProperty(prototype, 'constructor', { ...named, value: watched });
  }
  return {
    isAlive() {
      for (const reference of made) {
        const connection = reference.deref();
        if (connection === undefined || connection.connectionState === 'closed') made.delete(reference);
        else if (connection.connectionState !== 'failed') return true;
      }
      return false;
    },
  };
}
