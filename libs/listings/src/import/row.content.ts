import { parseCount, parseDay, parseMoney, parseRange, parseYes } from './cells.js';
import type { FieldKey } from './fields.js';
import type { RowCells } from './row.cells.js';

const longest = 120;

export function scenarioOf(cells: RowCells): Record<string, unknown> {
  const range = cells.value('budget', (cell, header) => parseRange(cell, header)) ?? {
    min: null,
    max: null,
  };
  return {
    title: titleOf(cells, 'needs'),
    needs: cells.text('needs') || cells.text('title'),
    technicalIndicators: cells.text('technicalIndicators'),
    fields: cells.codes('fields', 'fields'),
    chains: cells.codes('chains', 'chains'),
    budgetMin: cells.value('budgetMin', parseMoney) ?? range.min,
    budgetMax: cells.value('budgetMax', parseMoney) ?? range.max,
    area: cells.code('area', 'areas'),
    plannedStart: cells.value('plannedStart', parseDay) ?? null,
    plannedEnd: cells.value('plannedEnd', parseDay) ?? null,
    mode: cells.code('mode', 'modes', false),
    department: cells.code('department', 'departments'),
    prefersFirstVersion: cells.value('prefersFirstVersion', parseYes) ?? false,
    requiredPlatforms: cells.codes('requiredPlatforms', 'platforms'),
    localOnly: cells.value('localOnly', parseYes) ?? false,
    validUntil: cells.value('validUntil', parseDay) ?? null,
    contact: contactOf(cells),
  };
}

export function capabilityOf(cells: RowCells): Record<string, unknown> {
  const level = cells.code('firstVersionLevel', 'firstVersionLevels');
  return {
    product: titleOf(cells, 'functions'),
    functions: [cells.text('functions') || cells.text('title'), foreignClass(cells)]
      .filter(Boolean)
      .join('\n'),
    version: cells.text('productVersion'),
    productClass: cells.code('productClass', 'productClasses', false),
    fields: cells.codes('fields', 'fields'),
    chains: cells.codes('chains', 'chains'),
    advancement: cells.text('advancement'),
    patents: cells.value('patents', parseCount) ?? 0,
    standards: cells.value('standards', parseCount) ?? 0,
    awards: cells.value('awards', parseCount) ?? 0,
    referencePrice: cells.value('referencePrice', parseMoney) ?? null,
    copyrightNo: cells.text('copyrightNo'),
    adaptedPlatforms: cells.codes('adaptedPlatforms', 'platforms'),
    certificates: cells.text('certificates'),
    cases: cells.text('cases'),
    firstVersion: level
      ? {
          level,
          year: cells.value('firstVersionYear', parseCount) ?? 0,
          documentNo: cells.text('firstVersionDocumentNo'),
          validFrom: cells.value('firstVersionFrom', parseDay) ?? '',
          validTo: cells.value('firstVersionTo', parseDay) ?? '',
        }
      : null,
    area: cells.code('area', 'areas'),
    validUntil: cells.value('validUntil', parseDay) ?? null,
    contact: contactOf(cells),
  };
}

/** A class that the dictionary does not know stays in the text: it is found by search and matching all the same. */
function foreignClass(cells: RowCells): string {
  const text = cells.text('productClass');
  return text !== '' && cells.find('productClasses', text) === undefined ? `类别：${text}` : '';
}

function contactOf(cells: RowCells): Record<string, string> {
  return {
    name: cells.text('contactName').slice(0, 50),
    phone: cells.text('contactPhone').normalize('NFKC'),
    email: cells.text('contactEmail'),
  };
}

/** The title, or where no column holds one the first clause of the text, marked as taken from it. */
function titleOf(cells: RowCells, source: FieldKey): string {
  const own = cells.text('title');
  if (cells.column('title') && own !== '') return own.replace(/\s+/g, ' ');
  const clause =
    cells
      .text(source)
      .split(/[\n。！？!?；;，,：:]/)
      .map((part) => part.trim())
      .find((part) => part.length >= 2) ?? '';
  const taken = [...clause].slice(0, 40).join('');
  if (taken !== '') cells.warnings.push(`名称取自正文首句：${taken}`);
  return taken.slice(0, longest);
}
