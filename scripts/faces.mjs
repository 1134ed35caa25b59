// Holds the libs to public faces that say what others get: no `export *` in a lib, for nobody sees what that hands out,
// and no value on a face that nothing outside the lib imports. Types may stand there for completeness: they are what the
// services on the face take and give.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './build.mjs';

const lists = /(?:import|export)\s+(?:type\s+)?\{([^}]*)\}\s+from\s+'([^']+)'/g;
/** A module taken as a whole: what of it is used may be any word of the file. */
const wholes = /\* as \w+ from '(#[^']+)'|\bimport\('(#[^']+)'\)/g;

const namesIn = (list) =>
  list
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
const first = (name) => name.replace(/^type\s+/, '').split(/\s+as\s+/)[0];
const last = (name) => name.split(/\s+as\s+/).at(-1);

/** What a source takes from the faces, as face → set of names. */
export function takenFrom(text) {
  const taken = new Map();
  const add = (face, names) => taken.set(face, new Set([...(taken.get(face) ?? []), ...names]));
  for (const [, list, face] of text.matchAll(lists))
    if (face.startsWith('#')) add(face, namesIn(list).map(first));
  for (const [, named, asked] of text.matchAll(wholes)) add(named ?? asked, text.match(/\w+/g));
  return taken;
}

/** The values that a face hands out, types left aside. */
export function valuesOf(face) {
  const lines = face.replace(/export\s+type\s+\{[^}]*\}/g, '');
  const listed = [...lines.matchAll(/export\s+\{([^}]*)\}/g)].flatMap(([, list]) => namesIn(list));
  const spaces = [...lines.matchAll(/export\s+\* as (\w+)/g)].map(([, name]) => name);
  return [...listed.filter((name) => !name.startsWith('type ')).map(last), ...spaces];
}

/**
 * @param faces what others import → path of the file
 * @param files of libs, apps, test and scripts, as { path, text }
 */
export function faultsOf(faces, files) {
  const faults = files
    .filter(({ path, text }) => path.startsWith('libs/') && /^export \*(?! as )/m.test(text))
    .map(({ path }) => `${path}: \`export *\` says nothing of what others get: name it`);
  const taken = files.map(({ path, text }) => ({ path, taken: takenFrom(text) }));
  for (const [face, path] of Object.entries(faces)) {
    const lib = path.split('/').slice(0, 2).join('/');
    const wanted = new Set(
      taken.flatMap((file) => (file.path.startsWith(`${lib}/`) ? [] : [...(file.taken.get(face) ?? [])])),
    );
    const { text } = files.find((file) => file.path === path);
    for (const name of valuesOf(text))
      if (!wanted.has(name)) faults.push(`${path}: nothing outside ${lib} imports ${name}: take it out`);
  }
  return faults;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const files = ['libs', 'apps', 'test', 'scripts']
    .flatMap((part) => readdirSync(join(root, part), { recursive: true }).map((path) => `${part}/${path}`))
    .filter((path) => /\.(tsx?|mjs)$/.test(path) && !path.includes('node_modules'))
    .sort()
    .map((path) => ({
      path,
      // The command that starts the suites takes what it needs from the build.
      text: readFileSync(join(root, path), 'utf8').replace(
        /import\(pathToFileURL\(join\(root, 'dist\/libs\/(\w+)\/src\/index\.js'\)\)/g,
        "import('#$1')",
      ),
    }));
  const { imports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const faces = Object.fromEntries(
    Object.entries(imports).map(([face, { types }]) => [face, types.replace('./', '')]),
  );
  const faults = faultsOf(faces, files);
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
}
