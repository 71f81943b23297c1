/**
 * Serves one folder on 127.0.0.1 (the browser's own end of the link) and prints its port. At a UNIX socket, where one is
 * named, it passes connections on: the first line a client sends is the port on 127.0.0.1 that it wants.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect, createServer as createBridge } from 'node:net';
import { extname, join, normalize } from 'node:path';

const [folder = '.', bridge] = process.argv.slice(2);
const TYPES = { '.html': 'text/html', '.js': 'text/javascript' };

const server = createServer(async (request, response) => {
  const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
  const name = path === '/' ? 'index.html' : path;
  try {
    const body = await readFile(join(folder, name));
    response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream' });
    response.end(body);
  } catch {
    response.writeHead(404).end(); // whatever the reason, the page has no such file
  }
});

const bridging = createBridge((near) => {
  near.once('data', (first) => {
    near.pause();
    const end = first.indexOf('\n');
    const far = connect({ host: '127.0.0.1', port: Number(first.subarray(0, end)) });
    if (end + 1 < first.length) far.write(first.subarray(end + 1));
    far.pipe(near).pipe(far);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ])
      one.on('error', () => other.destroy());
  });
});

if (bridge !== undefined) await new Promise((resolve) => bridging.listen(bridge, resolve));
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
