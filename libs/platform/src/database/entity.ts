import type { DynamicModule, Type } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import {
  Check,
  type EntityTarget,
  type FindOptionsWhere,
  Index,
  type ObjectLiteral,
  type SelectQueryBuilder,
} from 'typeorm';
import { type ColumnSql, type Condition, conditionSql, Parameters } from '#kernel';
import type { Tx } from './database.js';

/**
 * Names the checks and indexes of an entity's table. Their text stands in the migrations alone; the names stand here so
 * that TypeORM's schema log tells of a check that is missing on either side, and of an index that is not named.
 */
export function InMigration(named: {
  readonly checks?: readonly string[];
  readonly indexes?: readonly string[];
  /** Those to tables that are no entities of this lib: entities know each other within a lib alone. */
  readonly foreignKeys?: readonly string[];
}): ClassDecorator {
  return (target) => {
    keysElsewhere.set(target, named.foreignKeys ?? []);
    for (const name of named.checks ?? []) Check(name, 'as the migration says')(target);
    for (const name of named.indexes ?? []) Index(name, { synchronize: false })(target);
  };
}

const keysElsewhere = new WeakMap<object, readonly string[]>();

/** The foreign keys of an entity's table that stand in the migrations alone. */
export function foreignKeysElsewhere(target: object): readonly string[] {
  return keysElsewhere.get(target) ?? [];
}

/** Makes a lib's entities known to the process's database; they are read and written through `Database` and `Tx` alone. */
export function entityModule(entities: Type[]): DynamicModule {
  return TypeOrmModule.forFeature(entities);
}

/** The row as it stands, locked until the transaction ends; undefined where there is none. */
export async function lockedRow<E extends ObjectLiteral>(
  tx: Tx,
  entity: EntityTarget<E>,
  where: FindOptionsWhere<E>,
): Promise<E | undefined> {
  return (await tx.findOne(entity, { where, lock: { mode: 'pessimistic_write' } })) ?? undefined;
}

/** Narrows a query to what a rule of sight leaves of it. @param columns as the query calls them. */
export function ruled<E extends ObjectLiteral, R>(
  query: SelectQueryBuilder<E>,
  condition: Condition<R>,
  columns: Readonly<Record<keyof R & string, ColumnSql>>,
): void {
  const parameters = new NamedParameters();
  query.andWhere(conditionSql(condition, columns, parameters), parameters.named);
}

class NamedParameters extends Parameters {
  override bind(value: unknown): string {
    super.bind(value);
    return `:seen${this.values.length}`;
  }

  get named(): Record<string, unknown> {
    return Object.fromEntries(this.values.map((value, n) => [`seen${n + 1}`, value]));
  }
}
