import { AuditService } from '#accounts';
import {
  type CapabilityContent,
  capabilityContent,
  type Fact,
  type ListingKind,
  type ListingView,
  type ScenarioContent,
  scenarioContent,
} from '#contracts';
import { creditCodeCheck, newId } from '#kernel';
import {
  anyone,
  DictionaryService,
  type ListingActor,
  ListingQueries,
  ListingReader,
  ListingService,
  ListingWriter,
  type Sight,
} from '#listings';
import type { Database } from '#platform';
import { type SuiteDatabase, suiteDatabase } from './database.js';

export const editor: ListingActor = { id: newId(), name: '编辑' };
export const coordinator: ListingActor = { id: newId(), name: '市级审核' };
export const outsider: Sight = { ...anyone, member: true };

export const scenario = (over: Record<string, unknown> = {}): ScenarioContent =>
  scenarioContent.parse({
    title: '电机质检',
    fields: ['ai', 'industrial'],
    needs: '用机器视觉替代人工质检',
    contact: { name: '张三', phone: '0371-12345678', email: 'z@example.com' },
    ...over,
  });
export const capability = (over: Record<string, unknown> = {}): CapabilityContent =>
  capabilityContent.parse({
    product: '视觉质检系统',
    functions: '缺陷检测',
    fields: ['ai'],
    adaptedPlatforms: ['kylin', 'uos'],
    firstVersion: {
      level: 'provincial',
      year: 2025,
      documentNo: '豫工信〔2025〕1号',
      validFrom: '2025-01-01',
      validTo: '2027-12-31',
    },
    ...over,
  });

let counter = 0;
export async function organisation(db: Database, over: Record<string, unknown> = {}): Promise<string> {
  const first17 = `91410100MA${String(++counter).padStart(7, '0')}`;
  const id = newId();
  const o = { kinds: ['user', 'firm'], state: 'approved', area: '410105', ...over };
  await db.query(
    `INSERT INTO organisations (id, uscc, name, kinds, state, area, department) VALUES ($1, $2, $3, $4, $5, $6, 'gxj')`,
    [id, first17 + creditCodeCheck(first17), `示例单位${counter}`, o.kinds, o.state, o.area],
  );
  return id;
}

/** A database with one organisation, and the services that work on its listings. */
export class ListingsStage {
  readonly dictionaries: DictionaryService;
  readonly writer: ListingWriter;
  readonly service: ListingService;
  readonly queries: ListingQueries;
  readonly reader: ListingReader;

  private constructor(
    readonly suite: SuiteDatabase,
    readonly owner: string,
  ) {
    const { db } = suite;
    this.dictionaries = new DictionaryService(db, new AuditService(db));
    this.writer = new ListingWriter(db, this.dictionaries);
    this.service = new ListingService(db, this.writer);
    this.queries = new ListingQueries(db);
    this.reader = new ListingReader(db);
  }

  static async begin(): Promise<ListingsStage> {
    const suite = await suiteDatabase();
    return new ListingsStage(suite, await organisation(suite.db));
  }

  readonly facts = async (kind: ListingKind, id: string): Promise<Fact[]> =>
    (
      await this.suite.db.query<{ payload: Fact }>(
        'SELECT payload FROM facts WHERE subject = $1 ORDER BY id',
        [`${kind}:${id}`],
      )
    ).map((row) => row.payload);

  readonly published = async (
    over: Record<string, unknown> = {},
    organisationId = this.owner,
  ): Promise<ListingView> => {
    const draft = await this.service.create('scenario', organisationId, scenario(over), editor);
    const of = { kind: 'scenario', id: draft.id } as const;
    const { version } = await this.service.submit({
      ...of,
      version: draft.version,
      actor: editor,
      reason: null,
    });
    return this.service.approve({ ...of, version, actor: coordinator, reason: '同意' });
  };
}
