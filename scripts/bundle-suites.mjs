// Puts the libs and the larger packages into some fifty files for the suites: `node scripts/bundle-suites.mjs`. Jest gives
// each suite modules of its own, and to read and link a thousand small ones takes longer than most suites' tests.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledPackages, root } from './build.mjs';
import { bundle } from './bundling.mjs';

const packagePrefix = 'package:';

/** A package as the suites import it: rolldown gives what is written in CommonJS no names, and the suites ask by name. */
const packages = {
  name: 'packages',
  resolveId: (id) => (id.startsWith(packagePrefix) ? id : null),
  async load(id) {
    if (!id.startsWith(packagePrefix)) return null;
    const name = JSON.stringify(id.slice(packagePrefix.length));
    const all = Object.keys(await import(JSON.parse(name)));
    const names = all.filter((one) => /^(?!default$)[\w$]+$/.test(one));
    return [
      `import * as all from ${name};`,
      ...names.map((one, place) => `const name${place} = all[${JSON.stringify(one)}];`),
      `export { ${names.map((one, place) => `name${place} as ${one}`).join(', ')} };`,
      ...(all.includes('default') ? ['export default all.default;'] : []),
    ].join('\n');
  },
};

/** `#lib` and `#lib/part` of package.json, under the names that jest.config.mjs asks for. */
const { imports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
await bundle(
  Object.fromEntries([
    ...Object.entries(imports).map(([name, { default: file }]) => [
      name.slice(1).replace('/', '.'),
      join(root, file),
    ]),
    ...bundledPackages.map((name) => [`package.${name.replaceAll('/', '.')}`, packagePrefix + name]),
  ]),
  join(root, 'dist/suites'),
  { format: 'esm', plugins: [packages] },
);
