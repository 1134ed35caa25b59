export type { SearchDocument } from './domain/document.js';
export { highlight, type Segment } from './domain/highlight.js';
export type { SearchAnswer, SearchEngine, SearchFilter, SearchRequest } from './engine.js';
export { MeilisearchEngine } from './meilisearch/meilisearch.engine.js';
export { PostgresEngine } from './postgres/postgres.engine.js';
export { SearchModule } from './search.module.js';
export { type Answered, type Repair, SearchService } from './search.service.js';
