import { SetMetadata } from '@nestjs/common';

export const PUBLIC_ROUTE = Symbol('public route');

/** A page or document that anyone may read and that is no endpoint of the API. All else is refused by default. */
export const PublicRoute = (): MethodDecorator => SetMetadata(PUBLIC_ROUTE, true);
