import type { MarkView, PublishedCapability, PublishedScenario } from '#contracts';
import { occurrences } from '#text';
import { capabilityFields, scenarioFields } from '../scoring/fields.js';

/** Where words stand in the texts of both sides. */
export function marksOf(
  scenario: PublishedScenario,
  capability: PublishedCapability,
  words: readonly string[],
): MarkView[] {
  const in_ = (side: MarkView['side'], fields: readonly { field: string; text: string }[]) =>
    fields.flatMap(({ field, text }) =>
      occurrences(text, words).map((stretch): MarkView => ({ side, field, ...stretch })),
    );
  return [...in_('scenario', scenarioFields(scenario)), ...in_('capability', capabilityFields(capability))];
}
