import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Endpoint, endSession, startSession } from '#contracts';
import { ENDPOINT } from '../http/endpoint.decorator.js';
import { NoRoom } from '../http/no-room.js';
import { Storage } from './storage.js';

/**
 * While the disk of the database is nearly full, people can sign in, read and sign out; requests that would write
 * are refused.
 */
@Injectable()
export class RoomGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly storage: Storage,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const definition = this.reflector.get<Endpoint | undefined>(ENDPOINT, context.getHandler());
    if (!definition || definition.method === 'GET' || isSignIn(definition)) return true;
    if (!this.storage.hasRoom()) throw new NoRoom();
    return true;
  }
}

function isSignIn(definition: Endpoint): boolean {
  return definition.path === startSession.path || definition.path === endSession.path;
}
