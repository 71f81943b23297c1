import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';

export interface PageServer {
  readonly port: number;
  close(): void;
}

/**
 * A web server for the built page on the loopback interface of the client's end. With `bridge` it also listens at that
 * UNIX socket and passes connections on to the port a client asks for: sockets of that kind cross namespaces.
 */
export async function servePage(folder: string, namespace?: string, bridge?: string): Promise<PageServer> {
  const script = [process.execPath, join(projectRoot, 'bench/page/serve-page.mjs'), folder];
  if (bridge !== undefined) script.push(bridge);
  const [program = '', ...args] =
    namespace === undefined ? script : ['ip', 'netns', 'exec', namespace, ...script];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => resolve(Number(String(line))));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the page's web server ended with ${code}`)));
  });
  return { port, close: () => void child.kill() };
}
