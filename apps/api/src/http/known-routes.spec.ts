import { NotFoundException } from '@nestjs/common';
import { KnownRoutes } from './known-routes.js';

const known = new KnownRoutes();
known.add('/api/v1/scenarios', ['GET', 'HEAD']);
known.add('/api/v1/scenarios', ['POST']);
known.add('/api/v1/scenarios/:id', ['GET', 'HEAD']);
known.add('/api/v1/scenarios/:id/matches', ['GET', 'HEAD']);
known.add('/api/v1/scenarios/drafts', ['DELETE']);
known.add('/api/openapi.json', ['GET', 'HEAD']);
known.add('/app/*', ['GET', 'HEAD']);

describe('the methods of an address', () => {
  it.each([
    ['/api/v1/scenarios', 'GET, HEAD, POST'],
    ['/api/v1/scenarios?limit=1', 'GET, HEAD, POST'],
    ['/api/v1/scenarios/7', 'GET, HEAD'],
    ['/api/v1/scenarios/drafts', 'DELETE, GET, HEAD'],
    ['/api/v1/scenarios/7/8', ''],
    ['/api/openapiXjson', ''],
    ['/app/a/b', 'GET, HEAD'],
    ['/nowhere', ''],
  ])('%s are "%s"', (url, methods) => expect(known.methodsOf(url).join(', ')).toBe(methods));

  it('are told where only the method is wrong, and not where nothing is or the method is right', () => {
    const none = new NotFoundException();
    expect(known.refusalOf({ method: 'PUT', url: '/api/v1/scenarios' }, none)).toMatchObject({
      status: 405,
      code: 'resource.method_not_allowed',
      details: { allowed: ['GET', 'HEAD', 'POST'] },
    });
    expect(known.refusalOf({ method: 'PUT', url: '/nowhere' }, none)).toBeUndefined();
    expect(known.refusalOf({ method: 'GET', url: '/app/gone.js' }, none)).toBeUndefined();
    expect(known.refusalOf({ method: 'PUT', url: '/api/v1/scenarios' }, new Error('other'))).toBeUndefined();
  });
});
