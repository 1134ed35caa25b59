import type { FastifyReply } from 'fastify';

export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/**
 * The headers of a file that is downloaded and never shown in a page, whatever is in it. The handler returns the content:
 * it leaves after the entry in the audit trail, not before.
 */
export function attach(reply: FastifyReply, name: string, mediaType: string): void {
  void reply
    .header('Content-Type', mediaType)
    .header('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
}
