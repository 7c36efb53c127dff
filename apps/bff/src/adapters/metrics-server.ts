import { createServer, type Server } from 'node:http';
import type { PrometheusMetrics } from './metrics.ts';

/** Serves `GET /metrics`, and nothing else, on a port that only operators reach. */
export function createMetricsServer({ text, contentType }: Pick<PrometheusMetrics, 'text' | 'contentType'>): Server {
  return createServer({ headersTimeout: 5000, requestTimeout: 5000 }, (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    text().then(
      (body) => response.writeHead(200, { 'Content-Type': contentType, 'Cache-Control': 'no-store' }).end(body),
      () => response.writeHead(500).end(),
    );
  });
}
