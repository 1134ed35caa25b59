import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  ApplicationDecisions,
  ApplicationProof,
  ApplicationService,
  AuditService,
  InvitationService,
  KnownDevices,
  type MemberRole,
  MemberService,
  OrganisationService,
  PeopleService,
  type Principal,
  SessionService,
  type SignIn,
  SignInThrottle,
} from '#accounts';
import type { ApplicationContent, ApplicationProfile, OrganisationKind } from '#contracts';
import { creditCodeCheck } from '#kernel';
import { Config, type Database, FileStore } from '#platform';

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

/** The services of libs/accounts on a database, as the processes put them together. */
export function accounts(db: Database) {
  const config = Config.parse({ DATABASE_URL: 'postgres://unused' });
  const [people, audit] = [new PeopleService(db), new AuditService(db)];
  const organisations = new OrganisationService(db, people, audit);
  const members = new MemberService(db, people, audit);
  return {
    people,
    audit,
    organisations,
    members,
    invitations: new InvitationService(db, people, audit, config),
    applications: new ApplicationService(db, people, organisations, audit),
    proof: new ApplicationProof(
      db,
      FileStore.inFolder(join(tmpdir(), `duijie-proofs-${process.pid}`)),
      audit,
    ),
    decisions: new ApplicationDecisions(db, people, members, organisations, audit),
  };
}

export const proofFile = Buffer.from('%PDF-1.7 示例授权书');

export interface Newcomer {
  readonly login: string;
  readonly uscc: string;
  readonly kinds: readonly OrganisationKind[];
  readonly profile?: Partial<ApplicationProfile>;
}

/** A person with an account, who speaks for nobody yet. */
export async function signUp(
  { people }: Pick<ReturnType<typeof accounts>, 'people'>,
  login: string,
): Promise<Principal> {
  const { id } = await people.signUp({ login, name: '某人', password });
  return { personId: id, login, name: '某人', sessionId: '', operator: false };
}

/** What an application of an organisation's owner says. */
export function applicationContent({ uscc, kinds, profile }: Omit<Newcomer, 'login'>): ApplicationContent {
  const none = { department: null, ownerKind: null, size: null, address: '' };
  return {
    uscc,
    kinds: [...kinds],
    profile: { name: '示例单位', area: '410105', ...none, ...profile },
    role: 'owner',
    position: '',
    ownerGone: false,
  };
}

/** Writes an application, proves it and submits it. @returns its id. */
export async function submitApplication(
  { applications, proof }: Pick<ReturnType<typeof accounts>, 'applications' | 'proof'>,
  caller: Principal,
  content: ApplicationContent,
): Promise<string> {
  const { id } = await applications.create(caller, content);
  await proof.upload(caller, id, { name: '授权书.pdf', content: Readable.from([proofFile]) });
  await applications.submit(caller, id);
  return id;
}

/** A person who has applied to speak for an organisation. @returns the id of the application. */
export async function apply(db: Database, newcomer: Newcomer): Promise<string> {
  const all = accounts(db);
  return submitApplication(all, await signUp(all, newcomer.login), applicationContent(newcomer));
}

/** An approved organisation with one owner. @returns its id. */
export async function found(db: Database, newcomer: Newcomer): Promise<string> {
  const id = await apply(db, newcomer);
  const actor = { id: null, name: '测试' };
  const approved = await accounts(db).decisions.approve({
    id,
    actor,
    reason: null,
    ownerGone: false,
    decides: () => true,
  });
  return approved.organisationId ?? '';
}

/** A further person of an organisation, by its owner's invitation. */
export async function invite(
  db: Database,
  organisationId: string,
  { login, role }: { readonly login: string; readonly role: MemberRole },
): Promise<void> {
  const { members, invitations } = accounts(db);
  const owner = (await members.list(organisationId)).find((person) => person.role === 'owner');
  if (!owner) throw new Error(`${organisationId} has no owner`);
  const { token } = await invitations.create({ organisationId, role, note: '', actor: owner });
  await invitations.accept(token, { login, name: login, password });
}

export function sessionsOf(db: Database, settings: Readonly<Record<string, string>>): SessionService {
  const config = Config.parse(settings);
  return new SessionService(
    db,
    config,
    new SignInThrottle(db, config),
    new KnownDevices(db, config),
    new AuditService(db),
  );
}

/** A sign-in with the right password. */
export function signIn(login: string, address = '10.0.0.1', device?: string): SignIn {
  return { login, password, address, userAgent: 'test', device };
}
