/** `receive ADDRESS PORT` swallows what comes; `send ADDRESS PORT` sends as fast as TCP takes it. */
import { connect, createServer } from 'node:net';

const [mode, host = '', port = ''] = process.argv.slice(2);
if (mode === 'receive') {
  createServer((socket) => socket.resume()).listen({ host, port: Number(port) }, () => console.log('ready'));
} else {
  const block = Buffer.alloc(65_536);
  const socket = connect({ host, port: Number(port) });
  const fill = () => {
    while (socket.write(block));
  };
  socket.on('connect', fill).on('drain', fill);
}
