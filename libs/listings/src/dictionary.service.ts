import { Injectable } from '@nestjs/common';
import { AuditService } from '#accounts';
import {
  type DictionaryChange,
  type DictionaryEntryView,
  type DictionaryName,
  kindCodes,
  kinds,
  type LabelOf,
  mostEntries,
  sheetColumnsOf,
} from '#contracts';
import { InvalidInput } from '#kernel';
import { Database, lock, type Tx } from '#platform';
import { type Dictionaries, entryView, labelsOf, merged, type Overlay } from './domain/dictionaries.js';
import type { ListingActor } from './domain/refusals.js';
import { DictionaryEntry } from './entities/dictionary-entry.js';
import { DictionaryOrder } from './entities/dictionary-order.js';

/** How long another process may go on with what it has read, in milliseconds. */
const freshFor = 2_000;

/** The dictionaries as the city has them: those of the platform with the city's own entries over them. */
@Injectable()
export class DictionaryService {
  private read: { readonly at: number; readonly all: Promise<Dictionaries> } | undefined;

  constructor(
    private readonly db: Database,
    private readonly audit: AuditService,
  ) {}

  /** @param by the caller's transaction, where there is one: what holds a connection must not wait for a second. */
  all(by: Tx = this.db.manager): Promise<Dictionaries> {
    const now = Date.now();
    if (this.read && now - this.read.at < freshFor) return this.read.all;
    const all = readAll(by);
    this.read = { at: now, all };
    all.catch(() => {
      this.read = undefined;
    });
    return all;
  }

  /** The labels as they are now: one snapshot, to be asked for anew by each request or job. */
  async labels(by?: Tx): Promise<LabelOf> {
    return labelsOf(await this.all(by));
  }

  async entries(name: DictionaryName): Promise<readonly DictionaryEntryView[]> {
    return (await this.all())[name];
  }

  /**
   * Puts the entries in this order.
   * @throws InvalidInput `dictionary.unknown_code`, `dictionary.code_twice`, `dictionary.fixed`
   */
  async order(
    name: DictionaryName,
    codes: readonly string[],
    actor: ListingActor,
  ): Promise<readonly DictionaryEntryView[]> {
    if (name === 'fieldNames')
      throw new InvalidInput([
        { pointer: '/codes', code: 'dictionary.fixed', detail: '内容项按表单的顺序排列，不能调整' },
      ]);
    await this.db.transaction(async (tx) => {
      await lock(tx, 'dictionary', name);
      refuseOrder((await readAll(tx))[name], codes);
      await tx.upsert(DictionaryOrder, { name, codes: [...codes], updatedAt: () => 'now()' }, ['name']);
      await this.audit.record(tx, {
        actor,
        action: 'dictionary.order',
        subject: `dictionary:${name}`,
        detail: { codes },
      });
    });
    this.read = undefined;
    return this.entries(name);
  }

  /** Adds an entry, renames it, retires it or brings it back; the code stays for ever. */
  async put(
    name: DictionaryName,
    code: string,
    change: DictionaryChange,
    actor: ListingActor,
  ): Promise<DictionaryEntryView> {
    const entry: Overlay = { ...change, name, code };
    await this.db.transaction(async (tx) => {
      await lock(tx, 'dictionary', name);
      const entries = (await readAll(tx))[name];
      if (name === 'fieldNames') refuseFieldName(entries, entry);
      else refuseClash(entries, entry);
      refuseMore(entries, entry);
      const { label, aliases, parent, note, retired } = change;
      const values = { name, code, label, aliases, parent, note, retired, updatedAt: () => 'now()' };
      await tx.upsert(DictionaryEntry, values, ['name', 'code']);
      await this.audit.record(tx, {
        actor,
        action: 'dictionary.edit',
        subject: `dictionary:${name}/${code}`,
        detail: change,
      });
    });
    this.read = undefined;
    return (await this.entries(name)).find((one) => one.code === code) ?? entryView(entry);
  }
}

async function readAll(by: Tx): Promise<Dictionaries> {
  const overlay = await by.find(DictionaryEntry, { order: { name: 'ASC', code: 'ASC' } });
  return merged(overlay, await by.find(DictionaryOrder));
}

function refuseOrder(entries: readonly DictionaryEntryView[], codes: readonly string[]): void {
  const known = new Set(entries.map((entry) => entry.code));
  const unknown = codes.findIndex((code) => !known.has(code));
  const twice = codes.findIndex((code, place) => codes.indexOf(code) < place);
  const place = Math.max(unknown, twice);
  if (place < 0) return;
  throw new InvalidInput([
    {
      pointer: `/codes/${place}`,
      code: unknown === place ? 'dictionary.unknown_code' : 'dictionary.code_twice',
      detail: unknown === place ? '字典中没有这个代码' : '同一代码只能出现一次',
      value: codes[place],
    },
  ]);
}

/** What forms choose from is read as a whole. */
function refuseMore(entries: readonly DictionaryEntryView[], { code }: Overlay): void {
  if (entries.length < mostEntries || entries.some((one) => one.code === code)) return;
  const detail = `一个字典最多${mostEntries}项，不能再新增`;
  throw new InvalidInput([{ pointer: '/code', code: 'dictionary.full', detail, value: code }]);
}

/** A field may be called otherwise, and that is all: which there are is said by the kinds. */
function refuseFieldName(entries: readonly DictionaryEntryView[], entry: Overlay): void {
  const known = entries.find(({ code }) => code === entry.code);
  const fault = (pointer: string, code: string, detail: string, value: unknown) =>
    new InvalidInput([{ pointer, code, detail, value }]);
  if (!known) throw fault('/code', 'dictionary.unknown_code', '没有这个内容项', entry.code);
  if (entry.retired || entry.parent !== null || entry.aliases.length > 0)
    throw fault('/retired', 'dictionary.fixed', '内容项只能改名，不能停用、设上级或别名', entry.code);
  const [kind = ''] = entry.code.split('.');
  const other = namesTaken(kind, entries, entry.code).find(({ names }) => names.includes(entry.label));
  if (other)
    throw fault('/label', 'dictionary.label_taken', `名称已用于“${other.label}”，请另起名称`, entry.label);
}

/** By which names the other fields of a kind are known, on pages and in sheets. */
function namesTaken(kind: string, entries: readonly DictionaryEntryView[], code: string) {
  const definition = kindCodes.find((one) => one === kind);
  const columns = definition ? sheetColumnsOf(kinds[definition]) : [];
  return entries
    .filter((one) => one.code.startsWith(`${kind}.`) && one.code !== code)
    .map((one) => {
      const column = columns.find(({ key }) => `${kind}.${key}` === one.code);
      return { label: one.label, names: [one.label, ...(column ? [column.label, ...column.names] : [])] };
    });
}

/** Two entries of one label could not be told apart by an importer or a reader. */
function refuseClash(entries: readonly DictionaryEntryView[], entry: Overlay): void {
  const twin = entries.find((e) => e.code !== entry.code && !e.retired && e.label === entry.label);
  if (twin && !entry.retired) {
    throw new InvalidInput([
      {
        pointer: '/label',
        code: 'dictionary.label_taken',
        detail: `名称已用于代码 ${twin.code}，请另起名称`,
        value: entry.label,
      },
    ]);
  }
  if (entry.parent === null) return;
  if (entry.parent === entry.code || !entries.some((e) => e.code === entry.parent)) {
    throw new InvalidInput([
      {
        pointer: '/parent',
        code: 'dictionary.unknown_parent',
        detail: '上级应为同一字典中另一项的代码',
        value: entry.parent,
      },
    ]);
  }
}
