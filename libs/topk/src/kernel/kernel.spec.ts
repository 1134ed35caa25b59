import { join } from 'node:path';
import { compileKernel, generatedModule } from './compile.js';
import { kernelBase64 } from './kernel.generated.js';

describe('the committed kernel', () => {
  it('is what its source compiles to', async () => {
    const binary = await compileKernel(join(import.meta.dirname, 'kernel.as'));
    expect(generatedModule(binary)).toContain(`'${kernelBase64}'`);
  });
});
