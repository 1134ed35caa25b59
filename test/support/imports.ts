import { type Answer, eventually, type Visitor } from './app.js';

// biome-ignore lint/suspicious/noExplicitAny: whatever came over the wire; the test says what it expects
type Body = any;

/** Uploads a file and waits until its job has read it. @returns the import as it then is, or the refusal of the upload. */
export async function staged(
  by: Visitor,
  fields: Record<string, string>,
  name: string,
  content: Uint8Array | string,
): Promise<Answer<Body>> {
  const taken = await by.upload('/imports', fields, name, content);
  if (taken.status !== 202) return taken;
  return read(by, taken.body.id);
}

/** An import once nothing is being read any more. */
export const read = (by: Visitor, id: string): Promise<Answer<Body>> =>
  eventually(
    () => by.get(`/imports/${id}`),
    ({ body }) => body.state !== 'reading',
    60,
  );
