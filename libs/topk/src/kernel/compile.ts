import { readFileSync } from 'node:fs';
import { blockShift, headerAt, query, room, shift, slot, word } from '../impact/layout.js';

const flags = ['--enable', 'simd,threads,bulk-memory', '--importMemory', '--sharedMemory'];
const memory = ['--initialMemory', '1', '--maximumMemory', '65536'];

/** The layout's tables as the kernel's constants: header words as addresses, those of slots and rooms as offsets. */
function constants(): string {
  const named = (prefix: string, name: string, value: number) =>
    `const ${prefix}${name.replace(/[A-Z]/g, '_$&').toUpperCase()}: usize = ${value};`;
  return [
    `const BLOCK_SHIFT: u32 = ${blockShift};`,
    `const SHIFT: i32 = ${shift};`,
    ...Object.entries(word).map(([name, place]) => named('HEADER_', name, headerAt + 4 * place)),
    ...Object.entries(slot).map(([name, offset]) => named('SLOT_', name, offset)),
    ...Object.entries(query).map(([name, offset]) => named('QUERY_', name, offset)),
    ...Object.entries(room).map(([name, offset]) => named('ROOM_', name, offset)),
  ].join('\n');
}

/** Compiles the kernel's AssemblyScript; a development step, never part of a running process. */
export async function compileKernel(sourceFile: string): Promise<Uint8Array> {
  const { default: asc } = await import('assemblyscript/asc');
  const source = `${constants()}\n${readFileSync(sourceFile, 'utf8')}`;
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
  return `// Generated from kernel.as by \`node scripts/kernel.mjs\`; the spec beside it compares.\nexport const kernelBase64 =\n  '${base64}';\n`;
}
