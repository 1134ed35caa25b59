import { capabilities1 } from './capabilities-1.data.js';
import { capabilities2 } from './capabilities-2.data.js';
import { capabilities3 } from './capabilities-3.data.js';
import { capabilities4 } from './capabilities-4.data.js';
import { capabilities5 } from './capabilities-5.data.js';
import type { SampleCapability } from './types.js';

export { bodies, creditCodeOf, organisations } from './organisations.data.js';
export { scenarios } from './scenarios.data.js';

export const capabilities: readonly SampleCapability[] = [
  ...capabilities1,
  ...capabilities2,
  ...capabilities3,
  ...capabilities4,
  ...capabilities5,
];
