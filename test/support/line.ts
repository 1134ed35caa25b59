import { connect } from 'node:net';

export interface Spoken {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends `request` as it stands over a connection of its own, and reads the answer until its end or the connection's. */
export function spoken(base: string, request: string): Promise<Spoken> {
  const { hostname, port } = new URL(base);
  return new Promise((done, failed) => {
    const socket = connect(Number(port), hostname, () => socket.write(request));
    let text = '';
    socket.setEncoding('utf8').setTimeout(10_000, () => socket.destroy(new Error('no answer in 10 s')));
    socket.on('data', (part: string) => {
      text += part;
      const answer = parsed(text);
      if (Buffer.byteLength(answer.body) >= Number(answer.headers['content-length'])) socket.end();
    });
    socket.once('error', failed);
    socket.once('close', () => done(parsed(text)));
  });
}

function parsed(text: string): Spoken {
  const [head = '', body = ''] = text.split(/\r\n\r\n(.*)/s);
  const [first = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line) => {
    const [name = '', value = ''] = line.split(/: (.*)/s);
    return [name.toLowerCase(), value] as const;
  });
  return { status: Number(first.split(' ')[1]), headers: Object.fromEntries(headers), body };
}
