export interface Difference {
  /** `fact`: what was announced and the entries differ; `claim`: what the engagements have and what was announced. */
  readonly what: 'count' | 'chain' | 'pair' | 'fact' | 'claim';
  readonly detail: string;
  readonly expected: string;
  readonly found: string;
}
