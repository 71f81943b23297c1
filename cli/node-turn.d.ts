/** The part of node-turn that we use; it has no types of its own. */
declare module 'node-turn' {
  export default class TurnServer {
    constructor(options: {
      listeningPort: number;
      listeningIps: readonly string[];
      relayIps: readonly string[];
      authMech: 'long-term';
      credentials: Readonly<Record<string, string>>;
      realm: string;
      debugLevel: 'OFF';
    });
    start(): void;
    stop(): void;
  }
}
