/** `npm start`: set-up, build, and the main job on an embedded TURN server. */
import { main } from './run.mjs';
import { runProgram } from './run-cli.mjs';

await main(() => runProgram('start', []));
