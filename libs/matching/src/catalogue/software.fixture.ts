import {
  capabilityContent,
  type PublishedCapability,
  type PublishedScenario,
  scenarioContent,
} from '#contracts';
import { newId } from '#kernel';
import { rulesOf } from '../markets/index.js';
import { reasonsOf } from '../markets/reasons.js';
import { mostOf } from '../markets/rules.js';
import type { MatchSettings } from '../scoring/matched.js';
import { Catalogue } from './catalogue.js';

const organisation = (name: string, area = '410105') => ({
  id: newId(),
  uscc: newId(),
  name,
  area,
  department: null,
  ownerKind: null,
  size: null,
});
let number = 0;

export function scenario(over: Record<string, unknown> = {}): PublishedScenario {
  const { contact: _, ...content } = scenarioContent.parse({
    title: '病历智能质控',
    needs: '需要对门诊病历文书实时智能质控，发现缺项和逻辑错误。',
    fields: ['healthcare'],
    ...over,
  });
  return {
    id: newId(),
    number: `CJ-2026-${++number}`,
    revision: 1,
    organisation: organisation('示例医院'),
    publishedAt: '2026-11-01T00:00:00.000Z',
    standsSince: '2026-11-01T00:00:00.000Z',
    ...content,
    area: '410105',
  };
}
export function capability(over: Record<string, unknown> = {}): PublishedCapability {
  const { contact: _, ...content } = capabilityContent.parse({
    product: '电子病历质控系统',
    functions: '对病历文书实时质控，发现缺项、逻辑错误。',
    fields: ['healthcare'],
    ...over,
  });
  return {
    id: newId(),
    number: `NL-2026-${String(++number).padStart(6, '0')}`,
    revision: 1,
    organisation: organisation('示例软件'),
    publishedAt: '2026-11-01T00:00:00.000Z',
    standsSince: '2026-11-01T00:00:00.000Z',
    ...content,
    area: '410105',
  };
}
export const rules = rulesOf('software');
export const most = mostOf('software');
export const mostText = most['text'] as number;
export const today = { firstVersion: true, today: 20261124 };
export const settings = (over: Partial<MatchSettings> = {}): MatchSettings => ({
  keep: 10,
  least: 0,
  weights: most,
  preferences: today,
  ...over,
});

/** What nobody asks for. */
export const others = ['景区票务系统', '渣土车监管平台', '水厂加药控制', '财税云服务', '虚拟仿真实训'].map(
  (product) => capability({ product, functions: `${product}的功能说明与管理`, fields: [] }),
);

/** What is proposed to a scenario from some capabilities and others, and what comes near. */
export async function best(wanted: PublishedScenario, offered: PublishedCapability[], preferences = today) {
  const catalogue = new Catalogue(rules);
  const all = [...others, ...offered];
  for (const c of all) catalogue.put(c);
  await catalogue.settle();
  const { proposals, near } = catalogue.match(wanted, settings({ preferences }));
  const of = (doc: number) => all.find((c) => c.id === catalogue.headOf(doc)?.id) as PublishedCapability;
  return {
    near: near.map((one) => ({ ...one, capability: of(one.doc) })),
    found: proposals.map((proposal) => ({
      capability: of(proposal.doc),
      ...proposal,
      reasons: reasonsOf(rules, { demand: wanted, supply: of(proposal.doc) }, proposal, mostText),
    })),
  };
}
