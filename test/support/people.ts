import { AuditService, OrganisationService, PeopleService } from '#accounts';
import { creditCodeCheck } from '#kernel';
import type { Database } from '#platform';

/** A valid USCC made of a number. */
export function uscc(n: number): string {
  const first = `91410100MA${String(n).padStart(7, '0')}`;
  return first + creditCodeCheck(first);
}

export const password = 'correct horse 42';

/** Bodies, coordinators and an operator, made as the operator's command line makes them. */
export async function staff(db: Database): Promise<void> {
  const people = new PeopleService(db);
  const city = await people.createBody('市工业和信息化局', null);
  const area = await people.createBody('金水区工业和信息化局', '410105');
  await people.addCoordinator(city.id, { login: 'city', name: '市级协调员', password });
  await people.addCoordinator(city.id, { login: 'city2', name: '市级复核员', password });
  await people.addCoordinator(area.id, { login: 'area', name: '区级协调员', password });
  await db.transaction((tx) =>
    people.create(tx, { login: 'operator', name: '运维', password }, { operator: true }),
  );
}

export function accounts(db: Database): { people: PeopleService; organisations: OrganisationService } {
  const people = new PeopleService(db);
  return { people, organisations: new OrganisationService(db, people, new AuditService(db)) };
}
