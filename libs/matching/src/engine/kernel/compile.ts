import { readFileSync } from 'node:fs';

const flags = ['--enable', 'simd,threads,bulk-memory', '--importMemory', '--sharedMemory'];
const memory = ['--initialMemory', '1', '--maximumMemory', '65536'];

/** Compiles the kernel's AssemblyScript; a development step, never part of a running process. */
export async function compileKernel(sourceFile: string): Promise<Uint8Array> {
  const { default: asc } = await import('assemblyscript/asc');
  const source = readFileSync(sourceFile, 'utf8');
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    ['kernel.ts', '-o', 'kernel.wasm', '-O3', '--noAssert', '--runtime', 'stub', ...flags, ...memory],
    {
      readFile: (name: string) => (name === 'kernel.ts' ? source : null),
      writeFile: (name: string, contents: Uint8Array | string) => {
        if (name === 'kernel.wasm' && typeof contents !== 'string') binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || !binary)
    throw new Error(`the kernel does not compile: ${error?.message} ${stderr.toString()}`);
  return binary;
}

/** The module that holds the compiled kernel, as text. */
export function generatedModule(binary: Uint8Array): string {
  const base64 = Buffer.from(binary).toString('base64');
  return `// Generated from kernel.as by \`npm run bench -- kernel\`; the spec beside it compares.\nexport const kernelBase64 =\n  '${base64}';\n`;
}
