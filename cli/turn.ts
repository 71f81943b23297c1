/** `npm run --silent turn`: the TURN server of `npm start` alone, for a browser that has the extension already. */
import { isIP } from 'node:net';
import { startEmbeddedTurn } from './embedded-turn.ts';
import { readOptions } from './read-options.ts';
import { UsageError } from './usage-error.ts';

const USAGE = `Usage: npm run --silent turn -- [--address IP]

Starts a TURN server (UDP) for trying Precall out, and prints its iceServers as one line of JSON, to be pasted into the
extension's options. Ends with Ctrl+C.

  --address IP  of this machine, on which it listens; 127.0.0.1 when not given. Firefox uses no TURN server on 127.0.0.1
                unless media.peerconnection.ice.loopback is true in about:config.
  --help        print this
`;

try {
  const options = readOptions(process.argv.slice(2), {
    address: { type: 'string' },
    help: { type: 'boolean' },
  });
  if (options.help) process.stdout.write(USAGE);
  else await serve(options.address ?? '127.0.0.1');
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`turn: ${error.message}\n`);
  process.exitCode = 2;
}

async function serve(address: string): Promise<void> {
  if (isIP(address) !== 4) throw new UsageError('--address is an IPv4 address of this machine.');
  const { settings } = await startEmbeddedTurn(address);
  const { urls, username, credential } = settings;
  process.stdout.write(`${JSON.stringify([{ urls, username, credential }])}\n`);
  process.stderr.write('A TURN server listens. Paste the line above into Precall; Ctrl+C ends it.\n');
  // Its allocations would keep this process for ten minutes.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(0));
}
