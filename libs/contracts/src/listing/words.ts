/** A text for people, in the two languages of the interface. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}
