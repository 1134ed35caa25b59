import type { ApplicationContent, ApplicationView } from '#contracts';
import { NotFound } from '#kernel';
import { lockedRow, type Tx } from '#platform';
import { Application } from './entities/application.js';

/** Applications with the persons who made them. */
export function applications(by: Tx) {
  return by.createQueryBuilder(Application, 'a').innerJoinAndSelect('a.person', 'p');
}

/** @throws NotFound */
export async function findApplication(by: Tx, id: string): Promise<Application> {
  const found = await applications(by).where('a.id = :id', { id }).getOne();
  if (!found) throw new NotFound('申请', id);
  return found;
}

/** The application alone, without its person. @throws NotFound */
export async function lockApplication(tx: Tx, id: string): Promise<Application> {
  const found = await lockedRow(tx, Application, { id });
  if (!found) throw new NotFound('申请', id);
  return found;
}

/** What an application says, as the columns hold it. @param uscc the code of the content, checked. */
export function contentOf(uscc: string, { kinds, role, profile, ...said }: ApplicationContent) {
  const { position, ownerGone } = said;
  return { uscc, kinds: [...new Set(kinds)], memberRole: role, position, ownerGone, ...profile };
}

export function applicationView(application: Application): ApplicationView {
  const { id, uscc, kinds, memberRole, position, ownerGone, person, ...rest } = application;
  return {
    id,
    uscc,
    kinds,
    profile: profileOf(application),
    role: memberRole,
    position,
    ownerGone,
    person: { id: person.id, login: person.login, name: person.name },
    state: rest.state,
    reason: rest.reason,
    proof: proofOf(application),
    organisationId: rest.organisationId,
    submittedAt: rest.submittedAt?.toISOString() ?? null,
    decidedAt: rest.decidedAt?.toISOString() ?? null,
    decidedBy: rest.decidedByName,
    version: rest.version,
    createdAt: rest.createdAt.toISOString(),
  };
}

export function profileOf(application: Application): ApplicationView['profile'] {
  const { name, area, department, ownerKind, size, address } = application;
  return { name, area, department, ownerKind, size, address };
}

function proofOf({ proofFileName, proofMediaType, proofSize }: Application): ApplicationView['proof'] {
  if (proofFileName === null || proofMediaType === null || proofSize === null) return null;
  return { fileName: proofFileName, mediaType: proofMediaType, size: proofSize };
}
