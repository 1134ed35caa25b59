export { EmbeddingsClient, type EmbeddingsOptions, type TextKind } from './client.js';
export { EmbeddingsUnavailable, type Trouble } from './errors.js';
export { fuse } from './fuse.js';
export { type NearestVectors, VectorScan } from './scan.js';
export { EmbeddingService, type EmbeddingServiceOptions, type EmbeddingState } from './service.js';
export { EmbeddingStore } from './store.js';
