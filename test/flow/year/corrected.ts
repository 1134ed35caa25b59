import { labelOf } from '#contracts';
import { marks, stepsIn, today, unit } from './steps.js';
import { at, type Body, gaoxin, jinshui, type Kept, type Year } from './world.js';

/** What comes after publication: a correction, departments, the trail. */
export function isCorrected(begun: () => Year, kept: Kept): void {
  let year: Year;
  beforeAll(() => {
    year = begun();
  });
  const { adopted, read, advance, put } = stepsIn(begun);

  it('stays as it was published, whoever writes; a correction is a version that names what changed', async () => {
    for (const statement of [
      `UPDATE reviews SET name = '改' WHERE id = '${kept.review}'`,
      `UPDATE review_units SET assessed = NULL, assessed_at = NULL WHERE review_id = '${kept.review}'`,
      `DELETE FROM review_objections WHERE review_id = '${kept.review}'`,
      `DELETE FROM review_files WHERE review_id = '${kept.review}'`,
    ])
      await expect(year.suite.owner.query(statement)).rejects.toThrow(/published review/);

    // Firm 12 met on the last but one day of the year, after its freeze: the amended archive has 11 for the first area.
    await year.periods.amend({
      code: '2026',
      reason: '补记12月30日核实的一对',
      actor: { id: year.verifier.personId, name: year.verifier.name },
      labelOf,
      now: at('2027-02-10'),
    });
    const { body: next } = await year.as('city').post(`/reviews/${kept.review}/corrections`, {
      reason: '按更正后的存档',
    });
    kept.correction = next.id;
    expect([next.version, next.state, next.amendment]).toEqual([2, 'assessment', 1]);
    expect(unit(next, jinshui).assessed).toBeNull();
    expect(unit(next, gaoxin).assessed.total).toBe('51.00');
    expect(
      (await year.as('city').post(`/reviews/${kept.review}/corrections`, { reason: '再来' })).body.code,
    ).toBe('review.superseded');
    // 12 met with the requirement of 10: the mark stays, the value is another one.
    await put(
      'city',
      { id: next.id, key: jinshui, what: 'assessment' },
      {
        marks: marks('60', '36', ['', '以台账核实金额为准']),
      },
    );
    expect(await advance(next.id, 'objections', today)).toBe('objections');
    for (const [login, key] of [
      ['area', jinshui],
      ['zone', gaoxin],
    ] as const)
      expect((await year.as(login).post(`/reviews/${next.id}/units/${key}/acceptance`)).status).toBe(200);
    const { body: corrected } = await year
      .as('city')
      .post(`/reviews/${next.id}/publish`, {}, (await read('city', next.id)).revision);
    expect(corrected.published.content.changes).toEqual([
      {
        unit: jinshui,
        label: '金水区',
        figure: 'value',
        measure: 'reached2',
        from: '10',
        to: '11',
        why: '按更正后的存档',
      },
    ]);
    expect((await read('area', kept.review)).superseded).toBe(true);
    const steps = await year.suite.db.query<{ name: string }>(
      'SELECT name FROM facts WHERE subject = $1 ORDER BY id',
      [`review:${kept.review}`],
    );
    expect(steps.map(({ name }) => name.replace('review.', ''))).toEqual([
      ...['advanced', 'selfAssessed', 'selfAssessed', 'advanced'],
      ...[
        'assessed',
        'assessed',
        'advanced',
        'objected',
        'accepted',
        'assessed',
        'objectionDecided',
        'published',
      ],
    ]);
  });

  it('ranks three departments, ties sharing a place, with what the city wrote down for them', async () => {
    const scheme = await adopted({
      name: '部门评比',
      units: 'department',
      indicators: [
        { measure: 'reached2', direction: 'more', weight: '100', fullMark: { kind: 'linear', target: '10' } },
      ],
    });
    const units = ['gxj', 'kjj', 'sjj'];
    const { body } = await year.as('city').post('/reviews', {
      name: '2026年度部门评比',
      scheme,
      period: '2026',
      units,
    });
    await advance(body.id, 'self_assessment', today);
    for (const key of units) {
      const said = await put('city', { id: body.id, key, what: 'self' }, { overall: '80', submit: true });
      expect(unit(said.body, key).self.onBehalf).toBe(true);
    }
    await advance(body.id, 'assessment');
    // The archive was amended meanwhile: firm 12 is the first department's sixth. 6, 5 and 8 of 10.
    for (const [key, points] of [
      ['gxj', '50'],
      ['kjj', '50'],
      ['sjj', '80'],
    ] as const)
      await put(
        'city',
        { id: body.id, key, what: 'assessment' },
        {
          marks: [{ measure: 'reached2', points, reason: key === 'gxj' ? '补记的一对不计入本年评比' : '' }],
          reason: '以台账为准',
        },
      );
    await advance(body.id, 'objections', today);
    for (const key of units) await year.as('city').post(`/reviews/${body.id}/units/${key}/acceptance`);
    const done = await year
      .as('city')
      .post(`/reviews/${body.id}/publish`, {}, (await read('city', body.id)).revision);
    expect(done.body.published.content.units.map((of: Body) => [of.key, of.place, of.computed])).toEqual([
      ['sjj', 1, '80.00'],
      ['gxj', 2, '60.00'],
      ['kjj', 2, '50.00'],
    ]);
  });

  it('left an entry in the audit trail for each of these steps', async () => {
    const draft = await year.as('city').post('/reviews', { ...kept.draft, name: '误建' });
    expect((await year.as('city').send('DELETE', `/reviews/${draft.body.id}`)).status).toBe(204);
    const steps = await year.suite.db.query<{ action: string; n: number }>(
      "SELECT action, count(*)::integer AS n FROM audit_entries WHERE action LIKE 'review.%' GROUP BY action",
    );
    // Three reviews: of two areas, its correction, of three departments.
    expect(Object.fromEntries(steps.map(({ action, n }) => [action.slice('review.'.length), n]))).toEqual({
      advance: 7,
      selfAssess: 5,
      assess: 6,
      object: 1,
      accept: 6,
      decide: 1,
      publish: 3,
      correct: 1,
      delete: 1,
      file_read: 1,
    });
  });
}
