import type { PaperDocument } from './paper.js';

/**
 * A .docx in the form of an official document: title, document number, sections, tables, charts, seal line, page numbers.
 * The library that draws it is loaded when the first one is asked for: most processes never want it.
 */
export async function writeDocument(given: PaperDocument): Promise<Buffer> {
  const { drawDocument } = await import('./drawing.js');
  return drawDocument(given);
}
