import { capabilities1 } from './capabilities-1.data.js';
import { capabilities2 } from './capabilities-2.data.js';
import { capabilities3 } from './capabilities-3.data.js';
import { capabilities4 } from './capabilities-4.data.js';
import { capabilities5 } from './capabilities-5.data.js';
import { capabilities6 } from './capabilities-6.data.js';
import { scenarios1 } from './scenarios-1.data.js';
import { scenarios2 } from './scenarios-2.data.js';
import { scenarios3 } from './scenarios-3.data.js';
import type { SampleCapability, SampleScenario } from './types.js';

export { bodies, creditCodeOf, organisations } from './organisations.data.js';

export const scenarios: readonly SampleScenario[] = [...scenarios1, ...scenarios2, ...scenarios3];

export const capabilities: readonly SampleCapability[] = [
  ...capabilities1,
  ...capabilities2,
  ...capabilities3,
  ...capabilities4,
  ...capabilities5,
  ...capabilities6,
];
