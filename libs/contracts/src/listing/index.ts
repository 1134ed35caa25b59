export { type Column, columnsOf, downloadColumnsOf, headingOf, valueText } from './columns.js';
export { type Contact, contact, contactParts } from './contact.js';
export type { Audience, Entries, Entry, FieldSort, FieldTraits } from './field.js';
export { Field, OwnerField, Span } from './field.js';
export * as fieldOf from './fields.js';
export { type Control, type FormSection, formOf } from './form.js';
export {
  type ContentOf,
  type ListingKindOf,
  listingKind,
  type OrganisationKind,
  type Section,
  type Side,
  section,
} from './kind.js';
export {
  capabilityContent,
  codedPathsOf,
  type KindCode,
  type KindContent,
  kindCodes,
  kinds,
  type Market,
  type MarketCode,
  marketCodes,
  marketName,
  marketOf,
  markets,
  otherKind,
  pairsName,
  perKind,
  perMarket,
  scenarioContent,
  sideOf,
  writtenForm,
} from './kinds.js';
export { type ConditionCode, conditionCodes, ladder, type MarketRule } from './market.js';
export { changedNames, fieldNames, kindNamed, renamed } from './renamed.js';
export { type CellSort, ignored, otherHeadersOf, type SheetColumn, serial, sheetColumnsOf } from './sheet.js';
export { type CapabilityContent, capability } from './software/capability.js';
export { type ScenarioContent, scenario } from './software/scenario.js';
export { type TechnologyNeedContent, technologyNeed } from './technology/need.js';
export { type TechnologyResultContent, technologyResult } from './technology/result.js';
export { textsOf, type WeighedText } from './texts.js';
export type { Words } from './words.js';
