/** A screen's texts in both languages; French is the type of both. */
export interface Texts<T> {
  readonly fr: T;
  readonly en: T;
}
