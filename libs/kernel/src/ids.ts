import { v7, validate } from 'uuid';

/** A new UUIDv7: sorts by time of making. */
export function newId(): string {
  return v7();
}

export function isId(text: string): boolean {
  return validate(text);
}
