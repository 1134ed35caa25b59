import { anyone, everything } from '#listings';
import { sightFilter } from './sight.filter.js';

describe('the filter of what an asker sees', () => {
  const firm = { ...anyone, member: true, organisationId: 'f1', invitedTo: ['s1', 's2'] };
  it('lets the city see all, and whoever has not signed in what is public', () => {
    expect(sightFilter(everything)).toBe('id EXISTS');
    expect(sightFilter(anyone)).toBe('visibility IN ["public"]');
  });
  it('names own listings, members, and those that the asker is invited to', () =>
    expect(sightFilter(firm)).toBe(
      '(organisationId IN ["f1"] OR visibility IN ["public"] OR visibility IN ["members"] OR (visibility IN ["invited"] AND id IN ["s1", "s2"]))',
    ));
  it("names the area of an area's coordinators", () =>
    expect(sightFilter({ ...anyone, member: true, area: '410105' })).toBe(
      '(areas IN ["410105"] OR visibility IN ["public"] OR visibility IN ["members"])',
    ));
});
