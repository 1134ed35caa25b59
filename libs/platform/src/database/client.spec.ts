import { createServer, type Server } from 'node:net';
import { Pool } from 'pg';
import { Config } from '../config/config.js';
import { poolOptions } from './work.js';

/** A message of PostgreSQL's protocol: its type, its length, its content. */
function message(type: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(content.length + 4);
  return Buffer.concat([Buffer.from(type), length, content]);
}

const welcome = message('R', Buffer.alloc(4));
const ready = message('Z', Buffer.from('I'));
const shutdown = message(
  'E',
  Buffer.from('SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0'),
);

describe('a connection to PostgreSQL', () => {
  let server: Server;
  let pool: Pool;

  beforeAll(async () => {
    // Says in one breath that it is ready and that it ends, as a server does that is stopped at that moment.
    server = createServer((socket) => {
      socket.once('data', () => socket.end(Buffer.concat([welcome, ready, shutdown])));
      socket.on('error', () => undefined);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    pool = new Pool({ ...poolOptions('request', Config.parse({})), host: '127.0.0.1', port, user: 'a' });
    pool.on('error', () => undefined);
  });
  afterAll(async () => {
    await pool.end();
    server.close();
  });

  it('may be lost while it is handed over: what is asked on it fails, and the process lives', async () => {
    const client = await pool.connect();
    await expect(client.query('SELECT 1')).rejects.toThrow();
    client.release();
    expect(pool.totalCount).toBe(0);
  });
});
