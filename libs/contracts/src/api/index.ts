export * from './accounts.js';
export * from './common.js';
export * from './endpoint.js';
export * from './health.js';
export * from './jobs.js';
export * from './listings.js';
export * from './publication.js';
