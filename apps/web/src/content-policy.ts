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
  // Some measure with a sheet of their own, and are not told of the nonce.
  if (element instanceof HTMLStyleElement) element.nonce = nonce;
  return element;
}) as typeof document.createElement;

const { setAttribute } = Element.prototype;
Element.prototype.setAttribute = function set(this: Element, name: string, value: string): void {
  // A text area that grows is measured by a twin whose style is written as an attribute.
  if (name === 'style' && this instanceof HTMLElement) this.style.cssText = value;
  else setAttribute.call(this, name, value);
};
