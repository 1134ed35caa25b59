import { contactParts, kinds, type ListingKind } from '#contracts';
import type { FieldError } from '#kernel';
import type { Content } from '../document.js';

type Parts = Readonly<Record<string, string>>;

/**
 * What a person typed into a contact and does not look like what it is. What stands there already may stay: an import keeps
 * 13800000000（微信同号） as it is written, and who changes the title need not mend it.
 */
export function contactFaults(kind: ListingKind, content: Content, before?: Content): FieldError[] {
  return Object.entries(kinds[kind].fields).flatMap(([name, { traits }]) => {
    if (traits.sort !== 'contact') return [];
    const [own, old] = [partsOf(content, name), before ? partsOf(before, name) : {}];
    return Object.entries(contactParts).flatMap(([part, { looks, asked }]) => {
      const value = own[part] ?? '';
      if (value === old[part] || looks.test(value)) return [];
      return [{ pointer: `/content/${name}/${part}`, code: 'invalid_format', detail: asked, value }];
    });
  });
}

const partsOf = (content: Content, name: string): Parts =>
  ((content as unknown as Record<string, unknown>)[name] ?? {}) as Parts;
