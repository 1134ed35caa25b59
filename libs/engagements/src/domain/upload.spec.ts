import { contractKey, safeFileName } from './upload.js';

describe('evidence', () => {
  it('keeps a name that cannot leave its folder or split a header', () => {
    expect(safeFileName('../../etc/合同.pdf')).toBe('合同.pdf');
    expect(safeFileName('C:\\a\\b.pdf')).toBe('b.pdf');
    expect(safeFileName('a\r\nSet-Cookie: x\u202Efdp.pdf')).toBe('aSet-Cookie xfdp.pdf');
    expect(safeFileName('///')).toBe('evidence');
    expect(safeFileName('长'.repeat(500)).length).toBe(120);
  });

  it('knows a contract number again however it is typed', () => {
    expect(contractKey('ＨＴ－2026－ 001')).toBe(contractKey('ht2026—001'));
    expect(contractKey('HT-2026-001')).not.toBe(contractKey('HT-2026-002'));
  });
});
