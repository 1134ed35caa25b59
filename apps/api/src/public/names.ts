import type { ListingKind } from '#contracts';

/** What a kind of listing is called, and where its pages are. */
export const names: Record<
  ListingKind,
  { readonly list: string; readonly path: string; readonly one: string }
> = {
  scenario: { list: '应用场景清单', path: 'scenarios', one: '应用场景' },
  capability: { list: '企业能力清单', path: 'capabilities', one: '企业能力' },
};
