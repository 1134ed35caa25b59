import type { FastifyInstance } from 'fastify';
import { type FrameworkErrors, tooSlow } from './framework-errors.js';

/** What has come of a body until now. */
export interface Pace {
  readonly seconds: number;
  readonly bytes: number;
}

/** An upload goes on for as long as it brings this much a second over such a stretch: a poor mobile line does. */
export const leastBytesASecond = 8 * 1024;
/** A body that has not arrived after this is ended, however steadily it arrives. */
export const uploadSeconds = 1800;

/**
 * Whether a body is given up: a pure rule over what had come at the last look back and what has come now.
 * @param body `patience`: seconds that the whole of an ordinary body has, and each stretch of an upload.
 */
export function isTooSlow(body: { upload: boolean; patience: number }, before: Pace, now: Pace): boolean {
  if (!body.upload) return now.seconds >= body.patience;
  if (now.seconds >= uploadSeconds) return true;
  const stretch = now.seconds - before.seconds;
  return stretch >= body.patience && now.bytes - before.bytes < stretch * leastBytesASecond;
}

/** How often bodies on their way are looked at, in milliseconds. */
const lookEvery = 500;

/**
 * Closes connections whose body comes too slowly: an open request costs a connection and memory, and a stranger could
 * hold any number of them.
 */
export function watchBodies(
  fastify: FastifyInstance,
  patience: number,
  { endWith }: Pick<FrameworkErrors, 'endWith'>,
): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { raw } = request;
    const hasBody =
      raw.headers['transfer-encoding'] !== undefined || Number(raw.headers['content-length']) > 0;
    if (!hasBody) return done();
    const upload = raw.headers['content-type']?.startsWith('multipart/form-data') ?? false;
    const { socket } = raw;
    const began = performance.now();
    const pace = (): Pace => ({ seconds: (performance.now() - began) / 1000, bytes: socket.bytesRead });
    let before = pace();
    const timer = setInterval(() => {
      const now = pace();
      if (raw.complete || socket.destroyed) clearInterval(timer);
      else if (isTooSlow({ upload, patience }, before, now)) {
        clearInterval(timer);
        endWith(socket, tooSlow);
      } else if (now.seconds - before.seconds >= patience) before = now;
    }, lookEvery);
    timer.unref();
    raw.once('close', () => clearInterval(timer));
    done();
  });
}
