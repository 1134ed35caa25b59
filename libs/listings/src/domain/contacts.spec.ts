import { kinds } from '#contracts';
import type { Content } from '../document.js';
import { contactFaults } from './contacts.js';

const content = (contact: Record<string, string>) =>
  kinds.scenario.content.parse({ title: '甲', needs: '乙', contact }) as Content;

describe('what a person types into a contact', () => {
  it.each([
    { phone: '0371-12345678' },
    { phone: '(0371) 12345678转801' },
    { phone: '' },
    { email: 'a@example.com' },
  ])('%j is taken', (contact) => expect(contactFaults('scenario', content(contact))).toEqual([]));

  it.each([
    [{ phone: '13800000000（微信同号）' }, '/content/contact/phone'],
    [{ phone: 'abc' }, '/content/contact/phone'],
    [{ email: 'nobody' }, '/content/contact/email'],
  ])('%j is refused', (contact, pointer) =>
    expect(contactFaults('scenario', content(contact))).toMatchObject([
      { pointer, code: 'invalid_format', value: Object.values(contact)[0] },
    ]),
  );

  it('may leave what an import kept as it was written, and not change it to something like it', () => {
    const kept = content({ phone: '13800000000（微信同号）' });
    expect(contactFaults('scenario', kept, kept)).toEqual([]);
    expect(contactFaults('scenario', content({ phone: '13900000000（微信同号）' }), kept)).toHaveLength(1);
  });
});
