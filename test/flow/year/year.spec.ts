import { isCorrected } from './corrected.js';
import { isFiled } from './filed.js';
import { livesItsYear } from './lived.js';
import { isReviewed } from './reviewed.js';
import { type Kept, Year } from './world.js';

/**
 * Two areas, three departments, twenty firms: the year through the services and PostgreSQL, at whatever day the test says;
 * its review and its papers through HTTP and the real processes. The figures are worked out by hand.
 */
describe('a year of two areas, three departments and twenty firms', () => {
  let year: Year | undefined;
  const kept: Kept = { review: '', correction: '', draft: {} };
  const begun = () => year as Year;

  beforeAll(async () => {
    year = await Year.begin();
  }, 180_000);
  afterAll(() => year?.end());

  livesItsYear(begun);
  isReviewed(begun, kept);
  isCorrected(begun, kept);
  isFiled(begun, kept);
});
