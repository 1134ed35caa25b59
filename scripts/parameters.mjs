// Holds functions to four parameters: with five and more nobody reads at the call what each one is, and they take one
// object instead. Exempt are constructors that Nest fills, and functions that are handed to another, which says what it
// passes. What breaks this today stands in scripts/parameters.allowed.json: a list that may only shrink, for an entry
// that is no longer needed is an error too.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { root } from './build.mjs';

const most = 4;

/** Names of the functions of a source that have more, `Class.method` for a method. */
export function overloaded(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found = [];
  const look = (node) => {
    if (ts.isFunctionLike(node) && (node.parameters?.length ?? 0) > most && !isExempt(node))
      found.push(nameOf(node, source));
    ts.forEachChild(node, look);
  };
  look(source);
  return [...new Set(found)];
}

function isExempt(node) {
  if (ts.isConstructorDeclaration(node)) return (ts.getDecorators(node.parent) ?? []).length > 0;
  return ts.isCallExpression(node.parent) && node.parent.arguments.includes(node);
}

function nameOf(node, source) {
  const own = ts.isConstructorDeclaration(node)
    ? 'constructor'
    : (node.name ?? node.parent.name)?.getText(source);
  const of =
    ts.isClassLike(node.parent) || ts.isInterfaceDeclaration(node.parent) ? node.parent.name : undefined;
  return of
    ? `${of.getText(source)}.${own}`
    : (own ?? `line ${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
}

/** @param allowed { path: [names] } */
export function faultsOf(files, allowed) {
  const faults = [];
  const needed = new Set();
  for (const { path, text } of files)
    for (const name of overloaded(path, text)) {
      if (allowed[path]?.includes(name)) needed.add(`${path} ${name}`);
      else faults.push(`${path}: ${name} has more than ${most} parameters: let it take one object`);
    }
  for (const [path, names] of Object.entries(allowed))
    for (const name of names)
      if (!needed.has(`${path} ${name}`))
        faults.push(
          `scripts/parameters.allowed.json allows ${name} in ${path}, which needs it no more: take it out`,
        );
  return faults;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const files = ['libs', 'apps', 'test']
    .flatMap((part) => readdirSync(join(root, part), { recursive: true }).map((path) => `${part}/${path}`))
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('node_modules') && !path.includes('.generated.'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
  const { why, ...allowed } = JSON.parse(readFileSync(join(root, 'scripts/parameters.allowed.json'), 'utf8'));
  const faults = faultsOf(files, allowed);
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
}
