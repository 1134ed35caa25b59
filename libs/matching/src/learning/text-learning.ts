import type { Field } from '../scoring/views.js';
import { byTime, type Judged, timeSplits, weightOf } from './feedback.js';
import { grouped } from './grouping.js';
import { better, type Comparison, compared } from './judgement.js';
import { type Association, linksOf } from './learnt-words.js';
import { needWordsOf, type TextTrial, type TrialNeed } from './text-trial.js';
import { fewestPairs, type TaughtNeed, themeLinks } from './themes.js';

export interface LearntText {
  /** What all of the feedback teaches; empty where too little. */
  readonly associations: readonly Association[];
  /** How associations of earlier parts did on later parts. */
  readonly judged: Comparison;
  readonly adopted: boolean;
}

/** Fields of a need by its id. */
export type FieldsOf = (scenario: string) => readonly Field[] | undefined;

/** How alike taken products are in a theme: where many were taken for each need more than where few were. */
const steps = [0.7, 0.45, 0.25] as const;
/** Needs of each later part that are asked. */
const mostAsked = 200;

/** Learns themes from earlier pairs, judges them by later ones, and learns again from all where they are better. */
export function learnText(judged: readonly Judged[], fieldsOf: FieldsOf, trial: TextTrial): LearntText {
  const parts = timeSplits(judged).map(({ earlier, later }) => {
    const asked = trialNeeds(earlier, later, fieldsOf).slice(-mostAsked);
    return { earlier, asked, before: asked.map((need) => trial.quality(need)) };
  });
  const before = parts.flatMap((part) => part.before);
  const after = parts.flatMap(({ earlier, asked }) => {
    const links = linksOf(associationsOf(earlier, fieldsOf, trial));
    return asked.map((need) => trial.quality(need, links));
  });
  const comparison = compared(before, after);
  return {
    associations: associationsOf(judged, fieldsOf, trial),
    judged: comparison,
    adopted: better(comparison),
  };
}

function associationsOf(judged: readonly Judged[], fieldsOf: FieldsOf, trial: TextTrial): Association[] {
  const needs = taughtNeeds(judged, fieldsOf, trial);
  return themeLinks(needs, themesAmong(needs, trial), trial);
}

/** The closest grouping in which four of five needs are of a theme with enough pairs to rest on. */
function themesAmong(needs: readonly TaughtNeed[], trial: TextTrial): number[][] {
  const pairs = (group: readonly number[]) =>
    group.reduce((sum, i) => sum + (needs[i]?.taken.length ?? 0), 0);
  let groups: number[][] = [];
  for (const alike of steps) {
    groups = grouped(needs, trial, alike);
    const lost = groups.filter((group) => pairs(group) < fewestPairs).flat().length;
    if (lost * 5 <= needs.length) break;
  }
  return groups;
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
