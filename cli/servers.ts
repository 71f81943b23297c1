/**
 * `npm run --silent servers < text`: what a paste in the options would take from a text, as the JSON of a servers file
 * for `precall --servers`. What was left out stands on standard error, which holds no secret.
 */
import { text } from 'node:stream/consumers';
import {
  type IceServersImport,
  importIceServers,
  MOST_PASTED,
} from '../src/core/ice-text/ice-servers-import.ts';
import type { LeftOut } from '../src/core/ice-text/settlement.ts';
import { URI_ERROR_CODE } from '../src/core/settings/settings-error.ts';
import { settingsErrorText } from '../src/english/settings-error-text.ts';
import { readOptions } from './read-options.ts';
import { UsageError } from './usage-error.ts';

const USAGE = `Usage: npm run --silent servers < text > servers.json

Reads a text from standard input: a provider's answer, a piece of a program, a configuration file, turn: URIs.
Writes the TURN servers in it as a servers file for "precall --servers"; what the text does not say is "".
Exits with 0 when there was a server, else with 2.

  --help         print this
`;

const NOTHING: Record<Exclude<IceServersImport, { ok: true }>['error'], string> = {
  empty: 'Standard input is empty: give it a text with TURN servers.',
  'too-long': `The text is too long: at most ${MOST_PASTED} characters.`,
  'not-ice-servers': 'There is no TURN server in the text.',
  'nothing-usable': 'There is no TURN server in the text that can be used.',
};

const LEFT_OUT: Record<Exclude<LeftOut['why'], 'malformed'>, string> = {
  'stun-only': 'a STUN server cannot relay a call.',
  oauth: 'OAuth credentials are not supported.',
  variable: 'a program fills this in when it runs.',
  'shared-secret': 'it is a secret that servers share to make credentials with, not a credential.',
  'no-urls': 'no turn: URI stands with it.',
};

async function main(): Promise<void> {
  if (readOptions(process.argv.slice(2), { help: { type: 'boolean' } }).help === true) {
    process.stdout.write(USAGE);
    return;
  }
  // Whole, however slowly it comes: a server may be told on its last line.
  const result = importIceServers(await text(process.stdin));
  for (const entry of result.leftOut) say(leftOutText(entry));
  if (!result.ok) {
    say(NOTHING[result.error]);
    process.exitCode = 2;
    return;
  }
  const servers = result.servers.map((server) => ({
    ...server,
    urls: server.urls.length > 0 ? server.urls : [''],
  }));
  process.stdout.write(`${JSON.stringify(servers, null, 2)}\n`);
}

function leftOutText(entry: LeftOut): string {
  const why =
    entry.why === 'malformed'
      ? settingsErrorText({ code: URI_ERROR_CODE[entry.error], params: [] })
      : LEFT_OUT[entry.why];
  return `Left out ${entry.what === '' ? 'a user name and credential' : entry.what}: ${why}`;
}

function say(line: string): void {
  process.stderr.write(`servers: ${line}\n`);
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever reads may have seen enough.
  if (error.code !== 'EPIPE') throw error;
});
try {
  await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  say(error.message);
  process.exitCode = 2;
}
