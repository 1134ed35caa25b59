import { writeFileSync } from 'node:fs';
import { compileKernel, generatedModule } from '#matching';

/** `npm run bench -- kernel`: compiles the matching engine's AssemblyScript into the module that is committed. */
export async function buildKernel(): Promise<void> {
  const folder = 'libs/matching/src/engine/kernel';
  const binary = await compileKernel(`${folder}/kernel.as`);
  writeFileSync(`${folder}/kernel.generated.ts`, generatedModule(binary));
  console.error(`${binary.length} bytes`);
}
