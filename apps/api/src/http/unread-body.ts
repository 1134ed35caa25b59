import type { FastifyInstance } from 'fastify';

/** Bytes of a refused body that are taken so that its sender reads the answer and keeps the connection. */
const mostDrained = 64 * 1024 * 1024;

/**
 * Takes what is left of a body whose request was answered before all of it had come: an upload for which there is no
 * room, or that is refused half-way. Unread, it would stand before the next request of the same connection, which the
 * server would never see. How fast it has to come, `watchBodies` knows.
 */
export function drainRefusedBodies(fastify: FastifyInstance): void {
  fastify.addHook('onResponse', (request, _reply, done) => {
    const { raw } = request;
    if (!raw.complete && !raw.destroyed) {
      let drained = 0;
      raw.unpipe(); // from the parser of forms, which reads no further
      raw.on('data', (piece: Buffer) => {
        drained += piece.length;
        if (drained > mostDrained) raw.destroy();
      });
      raw.resume();
    }
    done();
  });
}
