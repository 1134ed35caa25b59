import type { ValueTransformer } from 'typeorm';

/** An instant as ISO 8601 text in UTC, to the millisecond. */
export const instantText: ValueTransformer = {
  to: (value: string | null) => value,
  from: (value: Date | null) => value?.toISOString() ?? null,
};

/** A bigint that stays below 2^53, as a number: PostgreSQL's driver gives it as text. */
export const wholeNumber: ValueTransformer = {
  to: (value: number | null) => value,
  from: (value: string | null) => (value === null ? null : Number(value)),
};
