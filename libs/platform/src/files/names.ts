const hashForm = /^[0-9a-f]{64}$/;

export const importsFolder = 'imports/';

export function isImport(name: string): boolean {
  return name.startsWith(importsFolder);
}

const ours = /^(imports\/[0-9a-f-]{36}|[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{64})$/;

/** Whether people have uploaded it; what else lies in the store is not ours to delete. */
export function isOurs(name: string): boolean {
  return ours.test(name);
}

/** Where a proof lies in the store. @throws TypeError for what is no SHA-256 */
export function proofName(hash: string): string {
  if (!hashForm.test(hash)) throw new TypeError('FileStore: not a SHA-256');
  return `${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`;
}

/** The SHA-256 in the name of a proof. */
export function proofHash(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
