import type { SparseVector } from '../face.js';
import { sumOf } from '../sum.js';
import { Chance, type Expectation } from './chance.js';
import { TermDictionary } from './dictionary.js';
import { canonical, Lengths } from './lengths.js';
import { type Asked, boundOf, type Counts, type Known, type LexicalQuery, queryOf } from './query.js';
import { Frequencies, idf, type Statistics } from './statistics.js';
import type { ViewSetting } from './view.js';

/** Document frequencies of which a term's worth is worked out once: nearly all. */
const oftenMet = 4096;

/** How texts become weighted terms by the statistics in force; of documents it knows nothing. */
export class Weighing {
  protected counted = new Frequencies();
  protected version = 0;
  /** Grows when threads must attach anew. */
  generation = 0;
  private worths: { readonly by: Frequencies; readonly of: readonly Float64Array[] } | undefined;

  constructor(
    readonly views: readonly ViewSetting[],
    protected readonly dictionary = new TermDictionary(),
    protected readonly lengths = new Lengths(views),
    protected readonly chance = new Chance(views, dictionary),
  ) {}

  /** The first terms are no words but columns of chance: so many. */
  get columns(): number {
    return this.chance.columns.length;
  }

  /** Their terms, by view. */
  get columnTerms(): readonly number[] {
    return this.chance.columns;
  }

  /** Version of the statistics in force. */
  get statistics(): number {
    return this.version;
  }

  /** Documents that the statistics have counted. */
  get known(): number {
    return this.counted.size;
  }

  /** Document frequencies by term as the statistics have them; of terms beyond its end 0. */
  get frequencies(): Uint32Array {
    return this.counted.of;
  }

  /** A text as a document of the index, without adding it; its terms get numbers where they have none. */
  weighed(counts: Counts): { readonly vector: SparseVector; readonly lengths: readonly number[] } {
    const terms: [term: number, weight: number, view: number][] = [];
    const lengths = counts.map((of, view) => {
      let length = 0;
      for (const [term, count] of of) {
        const exact = canonical(count);
        terms.push([this.dictionary.intern(view, term), exact, view]);
        length += exact;
      }
      return canonical(length);
    });
    const norms = this.views.map((_, view) => this.lengths.norm(view, lengths[view] as number));
    for (const term of terms) term[1] /= term[1] + (norms[term[2]] as number);
    const columns = this.chance.weights(this.chance.meanOf(terms));
    columns.forEach((weight, view) => {
      terms.push([this.chance.columns[view] as number, weight, this.views.length]);
    });
    terms.sort((a, b) => a[0] - b[0]);
    return {
      vector: {
        terms: Uint32Array.from(terms, (t) => t[0]),
        weights: Float32Array.from(terms, (t) => t[1]),
      },
      lengths,
    };
  }

  /**
   * Query counts to term weights: IDF^power × saturated count × weight of the view; what chance gives is weighed off.
   * @param holding further terms that count as held: those of a document that is not in the index.
   */
  query(counts: Counts, saturation: number, holding?: ReadonlySet<number>): LexicalQuery {
    return queryOf(counts, saturation, this.knownWith(holding));
  }

  /** The bound of such a query alone. */
  boundOf(counts: Counts, saturation: number): number {
    return boundOf(counts, saturation, this.knownWith());
  }

  private knownWith(holding?: ReadonlySet<number>): Known {
    const { views, dictionary, chance, counted } = this;
    const worths = this.worthsBy(counted);
    return {
      views,
      termOf: (view, term) => dictionary.find(view, term),
      dfOf: (term) => counted.of[term] ?? 0,
      held: (term) => this.isHeld(term) || holding?.has(term) === true,
      worth: (view, df) => {
        const of = worths[view] as Float64Array;
        if (df >= of.length) return this.worthAt(view, df);
        if (of[df] === 0) of[df] = this.worthAt(view, df);
        return of[df] as number;
      },
      columns: chance.columns,
      measuredFrom: chance.measuredFrom,
    };
  }

  /** By view, what the terms of each document frequency are worth, as far as it was asked; 0 where it was not. */
  private worthsBy(counted: Frequencies): readonly Float64Array[] {
    if (this.worths?.by !== counted)
      this.worths = { by: counted, of: this.views.map(() => new Float64Array(oftenMet)) };
    return this.worths.of;
  }

  private worthAt(view: number, df: number): number {
    const { weight, idfPower } = this.views[view] as ViewSetting;
    return weight * this.idf(df) ** idfPower;
  }

  /** The same of a document that is not in the index. */
  scoreOf(query: Asked, { terms, weights }: SparseVector): number {
    const asked = new Map(Array.from(query.terms, (term, i) => [term, query.weights[i] as number]));
    const products = Array.from(terms, (term, i) => (asked.get(term) ?? 0) * (weights[i] as number));
    return Math.max(0, Math.fround(Math.fround(sumOf(products)) - query.base));
  }

  /** A term's number, −1 where no document ever held it. */
  termOf(view: number, term: string): number {
    return this.dictionary.find(view, term);
  }

  /** The same; one that is unknown gets a number. */
  intern(view: number, term: string): number {
    const before = this.dictionary.handle.slots;
    const number = this.dictionary.intern(view, term);
    if (this.dictionary.handle.slots !== before) this.generation++;
    return number;
  }

  /** What a query weighs a term by that it says once: the view's weight × IDF^power. */
  worth(term: number): number {
    return this.worthAt(this.dictionary.viewOf(term), this.df(term));
  }

  /** What chance takes off a view for each term asked, of a document that holds so much of the view's column. */
  chanceWorth(view: number, held: number): number {
    const { weight, chance } = this.views[view] as ViewSetting;
    return weight * chance * ((this.chance.measuredFrom[view] as number) - held);
  }

  /** ln(1 + (N − df + ½) / (df + ½)). */
  idf(df: number): number {
    return idf(this.counted.size, df);
  }

  /** Document frequency as the statistics have it. */
  df(term: number): number {
    return this.counted.of[term] ?? 0;
  }

  /** A document holds it, or did when the statistics were taken. */
  protected isHeld(term: number): boolean {
    return this.df(term) > 0;
  }

  protected grounds() {
    const { views, dictionary, chance } = this;
    return { views, dictionary, isColumn: (term: number) => chance.isColumn(term) };
  }

  protected goBy({ version, means, tops }: Statistics, counted: Frequencies, expectation: Expectation): void {
    this.counted = counted;
    this.version = version;
    this.lengths.adopt(means);
    this.chance.adopt(expectation, tops);
    this.generation++;
  }
}
