import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Histogram } from 'prom-client';
import { MatchReadings } from '#matching';
import { type Config, processMetrics, serveMetrics, tokenFits } from '#platform';

/** Measures every request, and answers GET /metrics: on a port of its own, or by token on the API's. */
export async function addMetrics(app: NestFastifyApplication, config: Config): Promise<void> {
  const [port, token] = [config.get('METRICS_PORT'), config.get('METRICS_TOKEN')];
  if (port === undefined && token === undefined) return;
  const metrics = processMetrics(app);
  metrics.read('matching', () => app.get(MatchReadings).readings());
  const fastify = app.getHttpAdapter().getInstance();
  const requests = new Histogram({
    name: 'duijie_http_request_seconds',
    help: 'requests by route and status, and how long they took',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [metrics.registry],
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    // The pattern of the route, never the address: that may hold ids and what people searched for.
    const route = request.routeOptions.url ?? 'none';
    requests.observe(
      { method: request.method, route, status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
    done();
  });
  if (token !== undefined)
    fastify.get('/metrics', async (request, reply) => {
      if (!tokenFits(request.headers.authorization, token)) return reply.status(401).send();
      return reply
        .header('Cache-Control', 'no-store')
        .type(metrics.registry.contentType)
        .send(await metrics.text());
    });
  if (port !== undefined) {
    const server = await serveMetrics(metrics, { host: config.get('HOST'), port, token });
    fastify.addHook('onClose', async () => void server.close());
  }
}
