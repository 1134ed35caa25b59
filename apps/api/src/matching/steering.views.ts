import { Injectable } from '@nestjs/common';
import { PeopleService } from '#accounts';
import type { DecisionView } from '#contracts';
import type { DecisionMade } from '#matching';

/** What was made by a person whose id is known; the platform itself has none. */
interface Made {
  readonly madeById: string | null;
}
type Named<T> = Omit<T, 'madeById'> & { readonly madeBy: string | null };

/** What steers matching, as people read it: with the names of those who made it, which matching does not know. */
@Injectable()
export class SteeringViews {
  constructor(private readonly people: PeopleService) {}

  async decisions(decisions: readonly DecisionMade[]): Promise<DecisionView[]> {
    const nameOf = await this.names(decisions.flatMap((one) => [one.madeById, one.endedById]));
    return decisions.map(({ madeById, endedById, ...decision }) => ({
      ...decision,
      madeBy: nameOf(madeById) ?? '',
      endedBy: nameOf(endedById),
    }));
  }

  async decision(decision: DecisionMade): Promise<DecisionView> {
    return (await this.decisions([decision]))[0] as DecisionView;
  }

  async versions<T extends Made>(versions: readonly T[]): Promise<Named<T>[]> {
    const nameOf = await this.names(versions.map((one) => one.madeById));
    return versions.map(({ madeById, ...version }) => ({ ...version, madeBy: nameOf(madeById) }));
  }

  async version<T extends Made>(version: T): Promise<Named<T>> {
    return (await this.versions([version]))[0] as Named<T>;
  }

  private async names(ids: readonly (string | null)[]): Promise<(id: string | null) => string | null> {
    const known = [...new Set(ids.filter((id) => id !== null))];
    const names = known.length === 0 ? undefined : await this.people.namesByIds(known);
    return (id) => (id === null ? null : (names?.get(id) ?? null));
  }
}
