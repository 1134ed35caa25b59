/**
 * What the libraries do at run time, within the page's content security policy: styles that they write carry the nonce
 * of the page, style attributes are set through the CSSOM, and zod compiles no code. Imported before everything else.
 */
import { z } from 'zod';

z.config({ jitless: true });

export const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.nonce ?? '';

const create = document.createElement.bind(document);
document.createElement = ((name: string, options?: ElementCreationOptions) => {
  const element = create(name, options);
  // Some libraries add a style sheet of their own to measure with, and cannot be given the nonce.
  if (element instanceof HTMLStyleElement) element.nonce = nonce;
  return element;
}) as typeof document.createElement;

const { setAttribute } = Element.prototype;
Element.prototype.setAttribute = function set(this: Element, name: string, value: string): void {
  // Ant Design measures a growing text area by a copy, whose style it writes as an attribute.
  if (name === 'style' && this instanceof HTMLElement) this.style.cssText = value;
  else setAttribute.call(this, name, value);
};
