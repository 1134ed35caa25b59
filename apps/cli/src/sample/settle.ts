import { Readable } from 'node:stream';
import type { INestApplicationContext } from '@nestjs/common';
import {
  type Actor,
  ApplicationDecisions,
  ApplicationProof,
  ApplicationService,
  type NewPerson,
  PeopleService,
} from '#accounts';
import type { SampleOrganisation } from './data/types.js';

interface Settling extends Omit<SampleOrganisation, 'key'> {
  readonly uscc: string;
  readonly person: NewPerson;
  readonly actor: Actor;
}

/** The smallest letter that the platform takes for one. */
const letter = Buffer.from('%PDF-1.4\n% 示例授权书，仅供演示\n%%EOF\n');

/** A sample organisation comes in as real ones do: a person applies, and the application is approved. @returns its id. */
export async function settle(app: INestApplicationContext, given: Settling): Promise<string> {
  const { name, area, department, ownerKind, size, kinds, uscc, person, actor } = given;
  const applications = app.get(ApplicationService);
  const account = await app.get(PeopleService).signUp(person);
  const caller = {
    personId: account.id,
    login: account.login,
    name: account.name,
    sessionId: '',
    operator: false,
  };
  const { id } = await applications.create(caller, {
    uscc,
    kinds: [...kinds],
    profile: { name, area, department, ownerKind, size, address: '' },
    role: 'owner',
    position: '',
    ownerGone: false,
  });
  await app
    .get(ApplicationProof)
    .upload(caller, id, { name: '示例授权书.pdf', content: Readable.from([letter]) });
  await applications.submit(caller, id);
  const approved = await app
    .get(ApplicationDecisions)
    .approve({ id, actor, reason: null, ownerGone: false, decides: () => true });
  if (approved.organisationId === null) throw new Error(`sample data: ${name} was not approved`);
  return approved.organisationId;
}
