// `node scripts/kernel.mjs`: compiles the AssemblyScript of libs/topk into the modules that are committed. Their specs
// compile it again and compare.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildServer, install, root } from './build.mjs';

install();
buildServer();
const { compileKernel, generatedModule } = await import(
  pathToFileURL(join(root, 'dist/libs/topk/src/kernel/compile.js')).href
);
for (const folder of ['libs/topk/src/kernel', 'libs/topk/src/vectors/kernel']) {
  const binary = await compileKernel(join(root, folder, 'kernel.as'));
  writeFileSync(join(root, folder, 'kernel.generated.ts'), generatedModule(binary));
  console.error(`${folder}: ${binary.length} bytes`);
}
