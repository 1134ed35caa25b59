import { rows, type Tx } from '#platform';

/** Where an organisation is, and from where its people worked. */
export interface Traces {
  readonly address: string;
  /** Network addresses of what its people did, as the audit trail has them. */
  readonly networks: readonly string[];
  /** Browsers in which they signed in, each by the hash of its token. */
  readonly devices: readonly string[];
}

/** For those who look for two sides that are one; addresses of the machine itself say nothing and are left out. */
export async function tracesOf(tx: Tx, organisationIds: readonly string[]): Promise<Map<string, Traces>> {
  const found = await rows<{ id: string; address: string; networks: string[]; devices: string[] }>(
    tx,
    `SELECT o.id, o.address, ARRAY(
       SELECT DISTINCT a.address FROM audit_entries a JOIN people p ON p.id = a.actor_id
       WHERE p.organisation_id = o.id AND a.address IS NOT NULL AND a.address NOT IN ('127.0.0.1', '::1', '::ffff:127.0.0.1')
       ORDER BY 1) AS networks,
       ARRAY(SELECT DISTINCT k.token_sha256 FROM known_devices k JOIN people p ON p.id = k.person_id
         WHERE p.organisation_id = o.id ORDER BY 1) AS devices
     FROM organisations o WHERE o.id = ANY($1::uuid[])`,
    [organisationIds],
  );
  return new Map(found.map(({ id, ...traces }) => [id, traces]));
}
