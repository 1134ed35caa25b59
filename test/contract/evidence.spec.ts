import { createHash } from 'node:crypto';
import { AuditService } from '#accounts';
import { EvidenceService, largestEvidence } from '#engagements';
import { newId } from '#kernel';
import { Config, FileStore } from '#platform';
import { claimOf, engagementStage, level2, pieces } from '../support/engagement-stage.js';

describe('evidence of a claim', () => {
  const stage = engagementStage();
  const { city, inArea, pair, confirmed, organisation } = stage;

  it('wants evidence from level 3 on, and stops where the same stands elsewhere until a person decides', async () => {
    const pdf = Buffer.from(`%PDF-1.7 ${newId()}`);
    const { supply, demand, subject: about } = await pair();
    const { id } = await stage.engagements.open(supply.owner, about);
    await expect(stage.claims.claim(supply.owner, id, { ...level2, level: 3 })).rejects.toMatchObject({
      errors: [{ code: 'claim.evidence_wanted' }],
    });
    const file = await stage.evidence.upload(supply.owner, id, { name: '../合同.exe', content: pieces(pdf) });
    expect(file).toMatchObject({ fileName: '合同.exe', mediaType: 'application/pdf', size: pdf.length });
    const claimed = await stage.claims.claim(supply.owner, id, {
      ...level2,
      level: 4,
      amount: '1200000.50',
      contractNumber: 'HT-2026-001',
      evidenceIds: [file.id],
    });
    expect(claimOf(claimed, 4)).toMatchObject({
      amount: '1200000.50',
      evidence: [{ kind: 'file' }, { kind: 'contract' }],
    });
    const { content } = await stage.evidence.download(demand.viewer, file.id);
    expect(Buffer.concat(await content.toArray()).equals(pdf)).toBe(true);
    expect(
      await stage.suite.db.query("SELECT actor_id, detail FROM audit_entries WHERE action = 'evidence.read'"),
    ).toMatchObject([{ actor_id: demand.viewer.personId, detail: { sha256: file.sha256 } }]);
    const stranger = await organisation('firm');
    await expect(stage.evidence.download(stranger.owner, file.id)).rejects.toMatchObject({ status: 404 });

    const third = await pair();
    const { id: other } = await stage.engagements.open(third.supply.owner, third.subject);
    const same = await stage.evidence.upload(third.supply.owner, other, {
      name: 'a.pdf',
      content: pieces(pdf),
    });
    const both = { ...level2, level: 4, contractNumber: 'HT2026001', evidenceIds: [same.id] };
    const { id: bothId } = claimOf(await stage.claims.claim(third.supply.owner, other, both), 4);
    await stage.claims.confirm({ caller: third.demand.owner, id: bothId });
    // File and number both stand there: it is one engagement, and named once.
    const verifyBoth = () => stage.claims.verify({ caller: city, id: bothId }, {});
    await expect(verifyBoth()).rejects.toMatchObject({
      code: 'claim.evidence_used_elsewhere',
      details: { uses: [{ number: claimed.number }, { number: claimed.number }], others: 0 },
      message: expect.stringContaining(`（${claimed.number}）`),
    });
    await stage.claims.withdraw({ caller: third.supply.owner, id: bothId, reason: '重复' });

    const second = await confirmed({ ...level2, level: 4, contractNumber: 'ht 2026 001' });
    await expect(stage.claims.verify({ caller: city, id: second.claimId }, {})).rejects.toMatchObject({
      code: 'claim.evidence_used_elsewhere',
      details: { uses: [{ number: claimed.number, contractNumber: 'HT-2026-001' }] },
    });
    // Of another area's engagement its coordinator alone is told more than that it is there.
    await stage.suite.db.query("UPDATE engagements SET area = '410172' WHERE number = $1", [claimed.number]);
    const refused = await stage.claims
      .verify({ caller: inArea, id: second.claimId }, {})
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ details: { uses: [], others: 1 } });
    expect(String(refused)).not.toContain(claimed.number);
    const done = await stage.claims.verify(
      { caller: city, id: second.claimId },
      { override: '框架合同，两个场景各自结算' },
    );
    expect(claimOf(done, 4)).toMatchObject({
      state: 'verified',
      reason: '佐证重复的处理：框架合同，两个场景各自结算',
    });
    expect(
      await stage.suite.db.query(
        "SELECT detail FROM engagement_history WHERE claim_id = $1 AND to_state = 'verified'",
        [second.claimId],
      ),
    ).toMatchObject([
      { detail: { override: '框架合同，两个场景各自结算', uses: [{ number: claimed.number }] } },
    ]);
    await expect(
      stage.claims.claim(second.demand.owner, second.id, { ...level2, level: 3, contractNumber: 'X' }),
    ).rejects.toMatchObject({ code: 'claim.level_taken' });
    // What proves a claim stays with it, and what was claimed stays as it was: nor does who owns the tables change it.
    for (const sql of [
      'UPDATE evidence SET claim_id = NULL WHERE claim_id IS NOT NULL',
      "UPDATE evidence SET sha256 = repeat('0', 64)",
      'DELETE FROM evidence',
      'UPDATE claims SET amount = 1',
      "UPDATE claims SET stakes = '{}'",
      'DELETE FROM claims',
      'DELETE FROM engagements',
    ])
      await expect(stage.suite.owner.query(sql)).rejects.toThrow('refused');
  });

  it('keeps the SM3 of a file beside its SHA-256 where the setting asks for it', async () => {
    const { supply, subject: about } = await pair();
    const { id } = await stage.engagements.open(supply.owner, about);
    const config = Config.parse({ EVIDENCE_SM3: 'on' });
    const both = new EvidenceService(
      stage.suite.db,
      FileStore.inFolder(stage.folder),
      new AuditService(stage.suite.db),
      config,
    );
    const content = Buffer.from('%PDF-1.7 国密');
    const file = await both.upload(supply.owner, id, { name: 'a.pdf', content: pieces(content, 3) });
    const by = (hash: string) => createHash(hash).update(content).digest('hex');
    expect(file).toMatchObject({ sha256: by('sha256'), sm3: by('sm3') });
    // GB/T 32905, appendix A.
    const [abc, standard] = [
      createHash('sm3').update('abc').digest('hex'),
      '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    ];
    expect(abc).toBe(standard);
  });

  it('distrusts uploads', async () => {
    const { supply, demand, subject: about } = await pair();
    const { id } = await stage.engagements.open(supply.owner, about);
    const upload = (content: Buffer) =>
      stage.evidence.upload(supply.owner, id, { name: 'a.pdf', content: pieces(content) });
    await expect(upload(Buffer.from('<html>'))).rejects.toMatchObject({
      code: 'evidence.type_refused',
      status: 415,
    });
    await expect(upload(Buffer.alloc(0))).rejects.toMatchObject({ code: 'evidence.type_refused' });
    await expect(upload(Buffer.alloc(largestEvidence + 1, '%PDF-'))).rejects.toMatchObject({
      code: 'evidence.too_large',
      status: 413,
    });
    const file = await upload(Buffer.from('%PDF-1.4 own'));
    await expect(
      stage.claims.claim(demand.owner, id, { ...level2, level: 3, evidenceIds: [file.id] }),
    ).rejects.toMatchObject({ errors: [{ code: 'claim.evidence_unknown' }] });
    expect((await stage.engagements.find(demand.owner, id)).claims).toEqual([]);
  });
});
