import type { Field } from '../ranking/views.js';
import { byTime, type Judged, timeSplit, weightOf } from './feedback.js';
import { grouped } from './grouping.js';
import { better, type Comparison, compared } from './judgement.js';
import { type Association, linksOf } from './learnt-words.js';
import { needWordsOf, type TextTrial, type TrialNeed } from './text-trial.js';
import { type TaughtNeed, themeLinks } from './themes.js';

export interface LearntText {
  /** What all of the feedback teaches; empty where too little. */
  readonly associations: readonly Association[];
  /** How associations of the earlier part did on the later part. */
  readonly judged: Comparison;
  readonly adopted: boolean;
  /** The cosine from which on needs shared a theme; undefined where nothing was learnt. */
  readonly alike: number | undefined;
}

/** Fields of a need by its id. */
export type FieldsOf = (scenario: string) => readonly Field[] | undefined;

/** How alike taken products are in a theme: many for each need are alike, few are less so. */
const candidates = [0.9, 0.72, 0.45, 0.25];
/** Needs of the later part that are asked. */
const mostAsked = 300;

/** Learns themes from the earlier pairs, judges them by the later ones, and learns again from all where they are better. */
export function learnText(judged: readonly Judged[], fieldsOf: FieldsOf, trial: TextTrial): LearntText {
  const { earlier, later } = timeSplit(judged);
  const asked = trialNeeds(earlier, later, fieldsOf).slice(-mostAsked);
  const before = asked.map((need) => trial.quality(need));
  let best: { readonly alike: number; readonly of: Comparison } | undefined;
  for (const alike of candidates) {
    const associations = associationsOf(earlier, fieldsOf, trial, alike);
    if (associations.length === 0) continue;
    const links = linksOf(associations);
    const after = asked.map((need) => trial.quality(need, links));
    const of = compared(before, after);
    if (!best || of.gain > best.of.gain) best = { alike, of };
  }
  if (!best) return { associations: [], judged: compared(before, before), adopted: false, alike: undefined };
  return {
    associations: associationsOf(judged, fieldsOf, trial, best.alike),
    judged: best.of,
    adopted: better(best.of, candidates.length),
    alike: best.alike,
  };
}

export function associationsOf(
  judged: readonly Judged[],
  fieldsOf: FieldsOf,
  trial: TextTrial,
  alike: number,
): Association[] {
  const needs = taughtNeeds(judged, fieldsOf, trial);
  return themeLinks(needs, grouped(needs, trial, alike), trial);
}

/** Needs in the order of their first decision; those that nothing was taken for teach no words. */
function taughtNeeds(judged: readonly Judged[], fieldsOf: FieldsOf, trial: TextTrial): TaughtNeed[] {
  return [...byScenario([...judged].sort(byTime))].flatMap(([scenario, all]) => {
    const fields = fieldsOf(scenario);
    if (!fields || !all.some((one) => one.taken)) return [];
    return [
      {
        words: needWordsOf(fields),
        taken: all
          .filter((one) => one.taken)
          .map(({ capability, place }) => ({
            id: capability,
            words: trial.wordsOf(capability),
            weight: weightOf(place),
          })),
        declined: all
          .filter((one) => !one.taken)
          .map(({ capability }) => ({ words: trial.wordsOf(capability) })),
      },
    ];
  });
}

/** What was taken later, asked for without what was known before. */
function trialNeeds(earlier: readonly Judged[], later: readonly Judged[], fieldsOf: FieldsOf): TrialNeed[] {
  const before = byScenario(earlier);
  return [...byScenario(later)].flatMap(([scenario, all]) => {
    const fields = fieldsOf(scenario);
    const wanted = new Set(all.filter((one) => one.taken).map((one) => one.capability));
    if (!fields || wanted.size === 0) return [];
    return [{ fields, wanted, known: new Set(before.get(scenario)?.map((one) => one.capability)) }];
  });
}

function byScenario(judged: readonly Judged[]): Map<string, Judged[]> {
  const all = new Map<string, Judged[]>();
  for (const one of judged) {
    const of = all.get(one.scenario) ?? [];
    if (of.length === 0) all.set(one.scenario, of);
    of.push(one);
  }
  return all;
}
