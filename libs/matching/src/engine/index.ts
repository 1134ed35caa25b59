export type { Hits, ImpactIndex, ImpactIndexBuilder, SparseVector } from './face.js';
export { FastIndexBuilder } from './fast/builder.js';
export { compacted, compactedNow } from './fast/compaction.js';
export { FastIndex, IndexFull, type SharedHandle } from './fast/fast-index.js';
export { BadVector } from './fast/records.js';
export { BadSnapshot, readSnapshot, type Snapshot, writeSnapshot } from './fast/snapshot.js';
export { compileKernel, generatedModule } from './kernel/compile.js';
