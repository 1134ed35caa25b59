export * from './common.js';
export * from './endpoint.js';
export * from './health.js';
export * from './jobs.js';
