/** Serves one folder on 127.0.0.1 (the browser's own end of the link) and prints its port. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const [folder = '.'] = process.argv.slice(2);
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
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
