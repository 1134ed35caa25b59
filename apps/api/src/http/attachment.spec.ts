import { downloadName, workbookType } from './attachment.js';

describe('the name of a download', () => {
  it('ends as the content is, whatever the file was called', () => {
    expect(downloadName('合同.html', 'application/pdf')).toBe('合同.html.pdf');
    expect(downloadName('合同.exe', 'image/png')).toBe('合同.exe.png');
    expect(downloadName('发票', 'application/ofd')).toBe('发票.ofd');
    expect(downloadName('pdf', 'application/pdf')).toBe('pdf.pdf');
  });

  it('stays as it is where it ends so already, and for what the platform itself writes', () => {
    expect(downloadName('合同.PDF', 'application/pdf')).toBe('合同.PDF');
    expect(downloadName('现场.jpeg', 'image/jpeg')).toBe('现场.jpeg');
    expect(downloadName('2026年统计.xlsx', workbookType)).toBe('2026年统计.xlsx');
  });
});
