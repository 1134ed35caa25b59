import { type DictionaryName, type LabelOf, type ListingKind, labelOf } from '#contracts';
import { canonicalJson, type Day, DomainError, sha256 } from '#kernel';

/** What an edition says of one listing. `content` holds public fields only, never a contact. */
export interface EditionItem {
  readonly position: number;
  readonly number: string;
  readonly revision: number;
  readonly content: Readonly<Record<string, unknown>>;
  /** Withdrawn or struck after the edition had been published. */
  readonly struck?: { readonly on: Day; readonly reason: string };
}

/** A published edition; its canonical JSON is what is hashed, stored and handed out. */
export interface EditionDocument {
  readonly format: 'duijie-edition/1';
  readonly kind: ListingKind;
  readonly issuer: { readonly name: string; readonly code: string };
  /** 第N期 of this issuer and kind. */
  readonly number: number;
  readonly title: string;
  readonly preface: string;
  readonly publishedOn: Day;
  /** 1 for the first publication; each amendment adds one. */
  readonly revision: number;
  /** The revision before this one, by its hash. */
  readonly previous: { readonly revision: number; readonly sha256: string } | null;
  readonly amendment: { readonly on: Day; readonly reason: string } | null;
  readonly items: readonly EditionItem[];
  /** What the codes in the items were called on the day of publication; those of older releases have none. */
  readonly labels?: FrozenLabels;
}

/** Labels by dictionary and code. */
export type FrozenLabels = Readonly<Partial<Record<DictionaryName, Readonly<Record<string, string>>>>>;

/** The labels of an edition: those frozen with it, whatever the city has renamed since. */
export function labelsOfEdition(document: Pick<EditionDocument, 'labels'>): LabelOf {
  return (name, code) => {
    const frozen = document.labels?.[name] ?? {};
    return typeof code === 'string' && Object.hasOwn(frozen, code)
      ? (frozen[code] ?? code)
      : labelOf(name, code);
  };
}

export interface Sealed {
  /** Canonical JSON (RFC 8785). */
  readonly text: string;
  /** SHA-256 of `text` in UTF-8, hexadecimal. */
  readonly sha256: string;
}

export function seal(document: EditionDocument): Sealed {
  const text = canonicalJson(document);
  return { text, sha256: sha256(text) };
}

/** Strikes items by listing number; undefined when all of them are struck already. */
export function amended(
  { document, sha256: previousHash }: { readonly document: EditionDocument; readonly sha256: string },
  numbers: ReadonlySet<string>,
  amendment: { readonly on: Day; readonly reason: string },
): EditionDocument | undefined {
  const touched = document.items.some((item) => numbers.has(item.number) && !item.struck);
  if (!touched) return undefined;
  return {
    ...document,
    revision: document.revision + 1,
    previous: { revision: document.revision, sha256: previousHash },
    amendment,
    items: document.items.map((item) =>
      numbers.has(item.number) && !item.struck ? { ...item, struck: amendment } : item,
    ),
  };
}

export function struckIn(document: Pick<EditionDocument, 'items'>): number {
  return document.items.filter((item) => item.struck).length;
}

export class NotAnEdition extends DomainError {
  readonly code = 'edition.not_an_edition';
  readonly status = 422;

  constructor() {
    super('文件不是本平台发布的清单（应为 JSON，含 document 与 sha256）');
  }
}

export interface Verification {
  readonly ok: boolean;
  /** As the file claims. */
  readonly claimed: string;
  readonly computed: string;
  readonly title: string;
  readonly items: number;
}

/**
 * Recomputes the hash of a downloaded edition, `{ document, sha256 }`; blanks and the order of keys do not matter.
 * @throws NotAnEdition `edition.not_an_edition`
 */
export function verifyEdition(fileText: string): Verification {
  const { document, claimed } = editionIn(fileText);
  const computed = sha256(canonicalJson(document));
  return {
    ok: computed === claimed,
    claimed,
    computed,
    title: String(document.title),
    items: document.items.length,
  };
}

/**
 * The edition in a downloaded file, and the hash that the file claims; neither is believed yet.
 * @throws NotAnEdition `edition.not_an_edition`
 */
export function editionIn(fileText: string): { document: EditionDocument; claimed: string } {
  const { document, sha256: claimed } = parsed(fileText);
  if (
    typeof claimed !== 'string' ||
    document?.format !== 'duijie-edition/1' ||
    !Array.isArray(document.items)
  )
    throw new NotAnEdition();
  return { document, claimed };
}

function parsed(text: string): { document?: EditionDocument; sha256?: unknown } {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    throw new NotAnEdition();
  }
}
