import type { FastifyReply } from 'fastify';

export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** How the names of files end by which people's computers open them, for what others may have uploaded. */
const endings: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['.pdf'],
  'application/ofd': ['.ofd'],
  'image/png': ['.png'],
  'image/jpeg': ['.jpg', '.jpeg'],
};

/** The name that a file was uploaded with, ended as its content is: no PDF opens as the web page or program that its name says. */
export function downloadName(name: string, mediaType: string): string {
  const [ending, ...others] = endings[mediaType] ?? [];
  const lower = name.toLowerCase();
  if (ending === undefined || [ending, ...others].some((one) => lower.endsWith(one))) return name;
  return `${name}${ending}`;
}

/**
 * The headers of a file that is downloaded and never shown in a page, whatever is in it. The handler returns the content:
 * it leaves after the entry in the audit trail, not before.
 */
export function attach(reply: FastifyReply, name: string, mediaType: string): void {
  void reply
    .header('Content-Type', mediaType)
    .header(
      'Content-Disposition',
      `attachment; filename*=UTF-8''${encodeURIComponent(downloadName(name, mediaType))}`,
    );
}
