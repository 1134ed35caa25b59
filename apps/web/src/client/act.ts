import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useState } from 'react';
import { Problem } from './api';

/** Text of a failure for the person; field errors on lines of their own. */
export function explain(error: unknown): string {
  if (!(error instanceof Problem)) return '操作未完成，请稍后再试';
  const fields = error.errors.map((one) => one.detail);
  return [error.message, ...fields.filter((text) => !error.message.includes(text))].join('；');
}

/** How a change ended: its answer, `null` where it has none, `false` where it was refused. */
export type Acted = NonNullable<unknown> | null;

/** Runs a change, says how it ended and reads everything shown again. */
export function useAct() {
  const { message } = App.useApp();
  const client = useQueryClient();
  return async <T>(run: () => Promise<T>, done?: string): Promise<NonNullable<T> | null | false> => {
    try {
      const result = await run();
      await client.invalidateQueries();
      if (done) message.success(done);
      return result ?? null;
    } catch (error) {
      message.error(explain(error), 6);
      if (error instanceof Problem && (error.status === 412 || error.status === 409))
        await client.invalidateQueries();
      return false;
    }
  };
}

/** The same for what one button of a page or form does: it is `busy` until the change has ended. */
export function useChange() {
  const run = useAct();
  const [busy, setBusy] = useState(false);
  const act: typeof run = async (...change) => {
    setBusy(true);
    const done = await run(...change);
    setBusy(false);
    return done;
  };
  return { busy, act };
}

/** What is wrong with fields of a form, for the form to show it where they are. @param fields pointer → name in the form. */
export function fieldFaults<N extends string>(
  error: unknown,
  fields: Readonly<Record<string, N>>,
): { name: N; errors: string[] }[] {
  if (!(error instanceof Problem)) return [];
  return Object.entries(fields)
    .map(([pointer, name]) => ({
      name,
      errors: error.errors.filter((one) => one.pointer === pointer).map(({ detail }) => detail),
    }))
    .filter(({ errors }) => errors.length > 0);
}
