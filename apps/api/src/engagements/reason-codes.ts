import type { DictionaryEntryView } from '#contracts';
import { InvalidInput } from '#kernel';

/**
 * Refuses a code that the city's dictionary does not have, or has retired. @throws InvalidInput `input.unknown_code`
 */
export function refuseUnknown(entries: readonly DictionaryEntryView[], code: string): void {
  if (entries.some((entry) => entry.code === code && !entry.retired)) return;
  const known = entries.filter((entry) => !entry.retired).map((entry) => entry.code);
  throw new InvalidInput([
    {
      pointer: '/code',
      code: 'input.unknown_code',
      detail: `理由代码应为 ${known.join('、')} 之一`,
      value: code,
    },
  ]);
}
