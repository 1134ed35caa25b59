import { labelOf, type PublishedCapability, type PublishedScenario } from '#contracts';
import type { Field } from './views.js';

export interface NamedField extends Field {
  readonly field: string;
  /** As people see it. */
  readonly label: string;
}

/** What a need is searched by. */
export function scenarioFields(scenario: PublishedScenario): NamedField[] {
  return [
    { field: 'title', label: '场景名称', text: scenario.title, weight: 2 },
    { field: 'needs', label: '痛点与需求', text: scenario.needs, weight: 1 },
    {
      field: 'technicalIndicators',
      label: '技术指标',
      text: scenario.technicalIndicators,
      weight: 0.5,
    },
  ];
}

/** What a capability is found by. */
export function capabilityFields(capability: PublishedCapability): NamedField[] {
  return [
    { field: 'product', label: '产品名称', text: capability.product, weight: 2 },
    { field: 'functions', label: '核心功能', text: capability.functions, weight: 1 },
    { field: 'cases', label: '应用案例', text: capability.cases, weight: 0.6 },
    { field: 'advancement', label: '技术先进性', text: capability.advancement, weight: 0.4 },
    {
      field: 'productClass',
      label: '软件类别',
      text: labelOf('productClasses', capability.productClass),
      weight: 1,
    },
    {
      field: 'fields',
      label: '领域',
      text: capability.fields.map((code) => labelOf('fields', code)).join(' '),
      weight: 0.5,
    },
  ];
}
