/** The relay's own process: the bench's other work must not hold packets up. Started by relay-process.ts. */
import type { LinkSpec } from '../link/link-spec.ts';
import type { RelayAnswer, RelayCommand, RelayPorts } from './relay-process.ts';
import { ShapedDirection } from './shaped-direction.ts';
import { relayTcp, relayUdp } from './shaped-relay.ts';

const { spec, behind } = JSON.parse(process.env.RELAY ?? '{}') as { spec: LinkSpec; behind: RelayPorts };
const up = new ShapedDirection(spec.up);
const down = new ShapedDirection(spec.down);

const relays = {
  turnUdp: await relayUdp({ up, down }, behind.turnUdp),
  turnTcp: await relayTcp({ up, down }, behind.turnTcp),
  turnTls: await relayTcp({ up, down }, behind.turnTls),
  echoUp: await relayUdp({ up, down }, behind.echoUp),
  echoDown: await relayUdp({ up: down, down: up }, behind.echoDown),
};

const answer = (message: RelayAnswer) => process.send?.(message);
process.on('message', (command: RelayCommand) => {
  switch (command.kind) {
    case 'set':
      up.set(command.spec.up);
      down.set(command.spec.down);
      break;
    case 'reset':
      up.reset();
      down.reset();
      break;
    case 'stats':
      answer({ kind: 'stats', stats: { up: up.stats, down: down.stats } });
      break;
  }
});
process.once('disconnect', () => process.exit());
const ports = Object.entries(relays).map(([name, { port }]) => [name, port]);
answer({ kind: 'ports', ports: Object.fromEntries(ports) as unknown as RelayPorts });
