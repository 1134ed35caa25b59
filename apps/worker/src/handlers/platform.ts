import type { INestApplicationContext } from '@nestjs/common';
import { ApplicationProof } from '#accounts';
import { prune, sweepFiles } from '#contracts';
import { EvidenceService } from '#engagements';
import { ImportService } from '#listings';
import { MeaningService } from '#matching';
import { Config, checkFiles, Database, FileStore, FollowerStates, type Handler, handle } from '#platform';

const statements = [
  "DELETE FROM idempotency_keys WHERE created_at < now() - interval '2 days'",
  "DELETE FROM jobs WHERE finished_at < now() - interval '30 days'",
  'DELETE FROM sessions WHERE expires_at < now()',
  'DELETE FROM throttle_counts WHERE expire < extract(epoch FROM now()) * 1000',
  'DELETE FROM throttle_pauses WHERE forgotten_at < now()',
];
const forgetDevices = 'DELETE FROM known_devices WHERE seen_at < now() - make_interval(days => $1)';

/** Vectors of texts that nobody compares any more. */
const unusedDays = 90;

export function platformHandlers(app: INestApplicationContext): Handler[] {
  const db = app.get(Database);
  const states = app.get(FollowerStates);
  const meaning = app.get(MeaningService);
  const files = app.get(FileStore);
  const [imports, evidence, applications] = [
    app.get(ImportService),
    app.get(EvidenceService),
    app.get(ApplicationProof),
  ];
  return [
    handle(prune, async () => {
      for (const statement of statements) await db.query(statement);
      await db.query(forgetDevices, [app.get(Config).get('DEVICE_DAYS')]);
      await states.prune();
      await meaning.prune(unusedDays);
    }),
    handle(sweepFiles, async () => {
      await checkFiles(db, files.objects); // never another platform's
      const swept = await files.sweep({
        imports: (names) => imports.filesInUse(names),
        proofs: async (hashes) => [
          ...(await evidence.filesInUse(hashes)),
          ...(await applications.filesInUse(hashes)),
        ],
      });
      return { swept };
    }),
  ];
}
