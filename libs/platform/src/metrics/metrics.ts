import { Gauge, Registry } from 'prom-client';

/** One value at the moment of asking. */
export interface Reading {
  readonly name: string;
  readonly help: string;
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Milliseconds that a part has for its readings. */
const patience = 3000;

/**
 * What a process tells Prometheus. Labels name parts of the platform (routes, jobs, followers), never a person, an
 * organisation or a listing.
 */
export class Metrics {
  /** For counters and histograms of the process's own. */
  readonly registry = new Registry();
  private readonly parts = new Map<string, () => Promise<readonly Reading[]> | readonly Reading[]>();
  private readonly gauges = new Map<string, Gauge>();
  private readonly told = new Map<string, ReadonlySet<string>>();
  private readonly answered: Gauge<'part'>;

  constructor() {
    this.answered = new Gauge({
      name: 'duijie_metrics_part_up',
      help: '1 where a part of these metrics could be read, 0 where it did not answer',
      labelNames: ['part'],
      registers: [this.registry],
    });
  }

  /** Readings that are taken whenever somebody asks; a part that fails leaves the others as they are. */
  read(part: string, from: () => Promise<readonly Reading[]> | readonly Reading[]): void {
    this.parts.set(part, from);
  }

  /** In Prometheus' text format. */
  async text(): Promise<string> {
    await Promise.all([...this.parts].map(([part, from]) => this.take(part, from)));
    return this.registry.metrics();
  }

  private async take(part: string, from: () => Promise<readonly Reading[]> | readonly Reading[]) {
    let readings: readonly Reading[] = [];
    let up = 1;
    try {
      readings = await inTime(Promise.resolve(from()));
    } catch {
      up = 0;
    }
    for (const name of this.told.get(part) ?? []) this.gauges.get(name)?.reset();
    for (const reading of readings) this.gauge(reading).set({ ...reading.labels }, reading.value);
    this.told.set(part, new Set(readings.map(({ name }) => name)));
    this.answered.set({ part }, up);
  }

  private gauge({ name, help, labels = {} }: Reading): Gauge {
    const known = this.gauges.get(name);
    if (known) return known;
    const made = new Gauge({ name, help, labelNames: Object.keys(labels), registers: [this.registry] });
    this.gauges.set(name, made);
    return made;
  }
}

async function inTime<T>(asked: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), patience);
  });
  asked.catch(() => undefined); // it may fail after nobody waits any more
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
