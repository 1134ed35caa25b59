import { contractKey, mediaTypeOf, safeFileName } from './upload.js';

describe('evidence', () => {
  it('is what its content says, whatever it is called', () => {
    expect(mediaTypeOf(Buffer.from('%PDF-1.7 …'))).toBe('application/pdf');
    expect(mediaTypeOf(Buffer.from('89504e470d0a1a0a00', 'hex'))).toBe('image/png');
    expect(mediaTypeOf(Buffer.from('ffd8ffe0', 'hex'))).toBe('image/jpeg');
    expect(mediaTypeOf(Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.from('…OFD.xml')]))).toBe(
      'application/ofd',
    );
    for (const text of ['', '<script>', '<svg onload=x>', 'PK\u0003\u0004word/document.xml', '%PD'])
      expect(mediaTypeOf(Buffer.from(text))).toBeUndefined();
  });

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
