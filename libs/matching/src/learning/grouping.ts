import type { Background, TaughtNeed } from './themes.js';

/** Words of a need's taken products that it is compared by. */
const compared = 400;
const mostThemes = 200;
const passes = 2;

interface Centre {
  readonly sum: Float32Array;
  length: number;
}

interface Sparse {
  readonly terms: number[];
  readonly weights: number[];
}

/**
 * Needs whose taken products speak alike, together: leader clustering (Hartigan 1975) by the cosine of the products'
 * mean tf–idf, then passes of k-means over the themes found. The same for the same order of needs.
 * @param alike cosine from which on a need joins a theme.
 * @returns numbers into `needs`.
 */
export function grouped(needs: readonly TaughtNeed[], background: Background, alike: number): number[][] {
  const numbers = new Map<string, number>();
  const profiles = needs.map((need) => profile(need, background, numbers));
  const centres: Centre[] = [];
  for (const one of profiles) {
    const [theme, cosine] = nearest(one, centres);
    if (theme && (cosine >= alike || centres.length >= mostThemes)) join(theme, one);
    else {
      const centre = { sum: new Float32Array(numbers.size), length: 0 };
      join(centre, one);
      centres.push(centre);
    }
  }
  let groups: number[][] = [];
  for (let pass = 0; pass < passes; pass++) {
    groups = centres.map(() => []);
    profiles.forEach((one, i) => {
      groups[centres.indexOf(nearest(one, centres)[0] as Centre)]?.push(i);
    });
    centres.forEach((centre, c) => {
      centre.sum.fill(0);
      for (const i of groups[c] as number[]) join(centre, profiles[i] as Sparse);
    });
  }
  return groups.filter((group) => group.length > 0);
}

function profile({ taken }: TaughtNeed, background: Background, numbers: Map<string, number>): Sparse {
  const counts = new Map<string, number>();
  for (const { words, weight } of taken)
    for (const word of words) if ([...word].length > 1) counts.set(word, (counts.get(word) ?? 0) + weight);
  const weighed = [...counts]
    .map(([word, count]): [string, number] => {
      const df = background.df(word);
      return [word, count * Math.log(1 + (background.products - df + 0.5) / (df + 0.5))];
    })
    .filter(([, weight]) => weight > 0)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, compared);
  const length = Math.sqrt(weighed.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1;
  const terms = weighed.map(([word]) => {
    const number = numbers.get(word) ?? numbers.size;
    numbers.set(word, number);
    return number;
  });
  return { terms, weights: weighed.map(([, weight]) => weight / length) };
}

function nearest(one: Sparse, centres: readonly Centre[]): [Centre | undefined, number] {
  let best: Centre | undefined;
  let most = -1;
  for (const centre of centres) {
    if (centre.length === 0) continue;
    let dot = 0;
    for (let i = 0; i < one.terms.length; i++)
      dot += (one.weights[i] as number) * (centre.sum[one.terms[i] as number] as number);
    const cosine = dot / centre.length;
    if (cosine > most) {
      most = cosine;
      best = centre;
    }
  }
  return [best, most];
}

function join(centre: Centre, { terms, weights }: Sparse): void {
  for (let i = 0; i < terms.length; i++) {
    const term = terms[i] as number;
    centre.sum[term] = (centre.sum[term] as number) + (weights[i] as number);
  }
  centre.length = Math.sqrt(centre.sum.reduce((sum, of) => sum + of * of, 0));
}
