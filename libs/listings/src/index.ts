export { type ListingFilter, ListingQueries, type Sight } from './listing.queries.js';
export { ListingReader } from './listing.reader.js';
export { ListingService, RevisionUnderReview } from './listing.service.js';
export type { Actor, ListingView } from './listing.store.js';
export { ListingsModule } from './listings.module.js';
