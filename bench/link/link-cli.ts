import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { cellularTrace } from './cellular-trace.ts';
import type { Emulator } from './emulator.ts';
import { type Direction, type LinkOptions, type LinkSpec, linkSpec, truthOf } from './link-spec.ts';
import { type NamespacedLink, openLink } from './open-link.ts';
import { closeLinksWhenInterrupted } from './open-links.ts';
import { validateLink } from './validate-link.ts';

const USAGE = `node bench/link.mjs [LINK] --exec COMMAND [ARGUMENT...]
node bench/link.mjs [LINK] --validate

Runs COMMAND at the client's end of an emulated link (root, Linux): network namespaces of its own, an emulator
between them, and coturn at the far end over UDP, TCP and TLS. Several can run at once. Cleans up behind itself.

LINK (each value for both directions; NAME-up and NAME-down for one of them):
  --rate KBPS      at IP level, 0 for unlimited (5000)      --rtt MS     both ways together (40)
  --loss RATIO     0-1 each way (0)                         --burst N    mean run of losses, packets (1)
  --jitter MS      +-, uniform, each way, order kept (0)    --queue MS   drop-tail, by waiting time (200)
  --delay MS       one way, instead of --rtt                --slot MS    batches, as radio frames do
  --policer MS     token bucket instead of the queue        --cellular   a variable trace, mean 6.75 Mbit/s
  --jitter-tau MS  normal, correlated over so long
  --reorder  jitter may reorder      --normal-jitter  normal, not uniform      --loss-at-entry  before the queue
  --seed N   of its randomness (1)   --stats  print the counters at the end    --ping  ping during COMMAND, too

COMMAND's environment: TURN_UDP_URL TURN_TCP_URL TURN_TLS_URL TURN_USERNAME TURN_CREDENTIAL, TURN_SPKI (for
--ignore-certificate-errors-spki-list), LINK_SERVER (address), LINK_SPEC (JSON), and LINK_CONTROL, a UNIX socket:
write \`set up|down rate=.. delay=.. jitter=.. loss=.. queue=..\` to change the running link, \`reset\`, or \`stats\`
for a line of JSON with its counters.`;

const NUMBERS = {
  rate: 'rateKbps',
  delay: 'delayMs',
  loss: 'loss',
  burst: 'lossBurst',
  jitter: 'jitterMs',
  'jitter-tau': 'jitterTauMs',
  queue: 'queueMs',
  slot: 'slotMs',
  policer: 'policerMs',
} as const satisfies Record<string, keyof Direction>;
const SWITCHES = {
  reorder: 'reorder',
  'normal-jitter': 'normalJitter',
  'loss-at-entry': 'lossAtEntry',
} as const satisfies Record<string, keyof Direction>;
const SIDES = ['', '-up', '-down'] as const;

export async function main(args: readonly string[]): Promise<number> {
  const execAt = args.indexOf('--exec');
  const own = execAt < 0 ? args : args.slice(0, execAt);
  const program = execAt < 0 ? [] : args.slice(execAt + 1);
  const options: Record<string, { type: 'string' | 'boolean' }> = {};
  for (const name of ['rtt', 'seed']) options[name] = { type: 'string' };
  for (const name of Object.keys(NUMBERS))
    for (const side of SIDES) options[name + side] = { type: 'string' };
  for (const name of [...Object.keys(SWITCHES), 'cellular', 'stats', 'ping', 'validate', 'help'])
    options[name] = { type: 'boolean' };
  const { values } = parseArgs({ args: [...own], options });
  if (values.help === true || (program.length === 0 && values.validate !== true)) {
    console.log(USAGE);
    return values.help === true ? 0 : 2;
  }
  closeLinksWhenInterrupted();
  const link = await openLink(specFrom(values), numberOf(values, 'seed') ?? 1);
  try {
    if (values.validate === true) {
      const validation = await validateLink(link, specFrom(values));
      console.log(JSON.stringify({ truth: truthOf(specFrom(values)), ...validation }, null, 2));
    }
    return program.length > 0 ? await runProgram(link, program, values) : 0;
  } finally {
    await link.close();
  }
}

type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

function specFrom(values: Values): LinkSpec {
  const direction = (side: (typeof SIDES)[number]) => {
    const found: Record<string, unknown> = {};
    for (const [flag, field] of Object.entries(NUMBERS)) {
      const value = numberOf(values, flag + side);
      if (value !== undefined) found[field] = value;
    }
    return found as Partial<Direction>;
  };
  const switches: Record<string, unknown> = {};
  for (const [flag, field] of Object.entries(SWITCHES)) if (values[flag] === true) switches[field] = true;
  const { delayMs, ...both } = direction('');
  const rttMs = delayMs === undefined ? numberOf(values, 'rtt') : 2 * delayMs;
  const options: LinkOptions = {
    ...both,
    ...switches,
    ...(rttMs === undefined ? {} : { rttMs }),
    ...(values.cellular === true ? { trace: cellularTrace() } : {}),
    up: direction('-up'),
    down: direction('-down'),
  };
  return linkSpec('command line', options);
}

function numberOf(values: Values, name: string): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0)
    throw new Error(`--${name} wants a number of 0 or more, not "${text}"`);
  return value;
}

async function runProgram(link: NamespacedLink, program: readonly string[], values: Values): Promise<number> {
  const control = await openControl(link.emulator);
  const ping = values.ping === true ? link.ping(20, 600) : undefined;
  try {
    const [name = '', ...args] = program;
    const child = link.spawnClient(name, args, { env: { LINK_CONTROL: control.path } });
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exit) => resolve(exit ?? 1));
    });
    ping?.stop();
    if (ping !== undefined) console.error(JSON.stringify({ ping: summary((await ping.result).rttsMs) }));
    if (values.stats === true) console.error(JSON.stringify(await link.emulator.stats()));
    return code;
  } finally {
    await control.close();
  }
}

function summary(rttsMs: readonly (number | null)[]) {
  const rtts = rttsMs.filter((rtt) => rtt !== null).sort((a, b) => a - b);
  return {
    sent: rttsMs.length,
    lost: rttsMs.length - rtts.length,
    minMs: rtts[0],
    medianMs: rtts[rtts.length >> 1],
    maxMs: rtts.at(-1),
  };
}

/** A UNIX socket passes network namespaces: the program at the client's end can change the link. */
async function openControl(emulator: Emulator) {
  const folder = await mkdtemp(join(tmpdir(), 'precall-link-'));
  const path = join(folder, 'control');
  const server = createServer((socket) => {
    createInterface({ input: socket }).on('line', async (line) => {
      if (line === 'stats') socket.write(`${JSON.stringify(await emulator.stats())}\n`);
      else emulator.command(line);
    });
    socket.on('error', (error) => console.error(`link control: ${error.message}`));
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    path,
    close: async () => {
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
