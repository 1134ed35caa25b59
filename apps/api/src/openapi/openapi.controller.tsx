import { Controller, Get, Header, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { renderToStaticMarkup } from 'react-dom/server';
import type { Endpoint } from '#contracts';
import { ENDPOINT } from '../http/endpoint.decorator.js';
import { PublicRoute } from '../http/public-route.js';
import { ApiDocs } from './docs.js';
import { openApiDocument } from './document.js';

/** The same until the next version of the platform. */
const kept = 'public, max-age=300';

/** The document of what is really routed: it walks the controllers that Nest has. */
@Controller('api')
export class OpenApiController implements OnApplicationBootstrap {
  private endpoints: readonly Endpoint[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onApplicationBootstrap(): void {
    this.endpoints = this.discovery.getControllers().flatMap(({ instance }) => {
      const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
      return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
        const endpoint = Reflect.getMetadata(ENDPOINT, prototype[name] ?? {}) as Endpoint | undefined;
        return endpoint ? [endpoint] : [];
      });
    });
  }

  @PublicRoute()
  @Get('openapi.json')
  @Header('Cache-Control', kept)
  document(): unknown {
    return openApiDocument(this.endpoints, '1');
  }

  @PublicRoute()
  @Get('docs')
  @Header('Cache-Control', kept)
  @Header('Content-Type', 'text/html; charset=utf-8')
  docs(): string {
    return `<!doctype html>${renderToStaticMarkup(<ApiDocs endpoints={this.endpoints} />)}`;
  }
}
