export {
  addDays,
  type Day,
  dayOf,
  isDay,
  isYear,
  minuteOf,
  type Period,
  type PeriodKind,
  parsePeriod,
  periodsOf,
  zone,
} from './calendar.js';
export {
  type CreditCodeFault,
  creditCodeCheck,
  creditCodeFault,
  describeCreditCodeFault,
  normaliseCreditCode,
} from './credit-code.js';
export { DomainError, type FieldError, Forbidden, InvalidInput, NotFound, Stale } from './errors.js';
export { canonicalJson, sha256 } from './hash.js';
export { isId, newId } from './ids.js';
export { fen, inWan, type Yuan, yuan } from './money.js';
export type { Reasoned } from './reasoned.js';
export { reachable, type StateTable, TransitionRefused, transition } from './states.js';
export {
  allows,
  type ColumnSql,
  type Condition,
  conditionSql,
  loosened,
  narrowed,
  Parameters,
  type Rule,
} from './visibility.js';
