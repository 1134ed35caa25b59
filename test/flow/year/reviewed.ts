import { marks, soon, stepsIn, unit } from './steps.js';
import { type Body, gaoxin, jinshui, type Kept, type Year } from './world.js';

/** Computed figures, what the areas say of themselves, assessment, an objection and publication. */
export function isReviewed(begun: () => Year, kept: Kept): void {
  let year: Year;
  beforeAll(() => {
    year = begun();
  });
  const { adopted, read, advance, put } = stepsIn(begun);

  it('is reviewed: what is computed, what each area says of itself, and nothing of the other area', async () => {
    const scheme = await adopted({
      name: '2026年度对接工作评比方案',
      units: 'area',
      indicators: [
        { measure: 'reached2', direction: 'more', weight: '60', fullMark: { kind: 'linear', target: '10' } },
        {
          measure: 'contractAmount',
          direction: 'more',
          weight: '40',
          fullMark: { kind: 'linear', target: '200' },
        },
      ],
    });
    const draft = { name: '2026年度评比', scheme, period: '2026', units: [gaoxin, jinshui] };
    kept.draft = draft;
    const unfrozen = await year.as('city').post('/reviews', { ...draft, period: '2025' });
    expect(unfrozen.body.code).toBe('statistics.period_not_stored');
    const { body: created } = await year.as('city').post('/reviews', draft);
    kept.review = created.id;
    expect((await year.as('area').get(`/reviews/${kept.review}`)).status).toBe(404);
    expect(await advance(kept.review, 'self_assessment', soon)).toBe('self_assessment');

    // 60 × 10 of 10, 40 × 180 of 200; 60 × 8 of 10, none of 200.
    const computed = (await read('city', kept.review)).own.map((one: Body) => [one.key, one.computed.total]);
    expect(Object.fromEntries(computed)).toEqual({ [jinshui]: '96.00', [gaoxin]: '48.00' });
    const seen = await read('area', kept.review);
    expect(seen.own.map((one: Body) => [one.key, one.computed.place])).toEqual([[jinshui, null]]);
    expect(
      (await year.as('area').post(`/reviews/${kept.review}/advance`, { to: 'assessment' }, 1)).status,
    ).toBe(403);

    const attached = await year
      .as('area')
      .upload(`/reviews/${kept.review}/units/${jinshui}/files`, {}, '自评报告.pdf', '%PDF-1.7 自评报告');
    expect(attached.status).toBe(201);
    const script = await year
      .as('area')
      .upload(`/reviews/${kept.review}/units/${jinshui}/files`, {}, 'a.pdf', '<script>');
    expect(script.body.code).toBe('review.file_type_refused');
    const file = `/review-files/${attached.body.id}`;
    expect([(await year.as('zone').get(file)).status, (await year.as('city').get(file)).status]).toEqual([
      404, 200,
    ]);
    const [reading] = await year.suite.db.query(
      "SELECT actor_name FROM audit_entries WHERE action = 'review.file_read'",
    );
    expect(reading).toEqual({ actor_name: '市级协调员' });

    const own = {
      marks: marks('60', '40').map(({ reason: _, ...mark }) => mark),
      remarks: '合同另有一份未核',
    };
    expect(
      (await put('area', { id: kept.review, key: jinshui, what: 'self' }, { ...own, submit: true })).status,
    ).toBe(200);
    expect(await advance(kept.review, 'assessment')).toBe('review.running');
    await put(
      'zone',
      { id: kept.review, key: gaoxin, what: 'self' },
      { overall: '60', remarks: '工作扎实', submit: true },
    );
    expect((await year.as('area').get(`/reviews/${kept.review}/units/${gaoxin}`)).status).toBe(404);
    const foreign = await year.as('area').put(`/reviews/${kept.review}/units/${gaoxin}/self`, own, 1);
    expect([foreign.status, foreign.body.code]).toEqual([404, 'resource.not_found']);
    expect(await advance(kept.review, 'assessment')).toBe('assessment');
    expect((await put('area', { id: kept.review, key: jinshui, what: 'self' }, own)).body.code).toBe(
      'review.stage',
    );
  });

  it('is assessed with reasons, hears an objection that a second person decides, and is published', async () => {
    const assess = (key: string, body: unknown) =>
      put('city', { id: kept.review, key, what: 'assessment' }, body);
    const bare = await assess(jinshui, { marks: marks('60.00', '36.00') });
    expect(bare.body.errors.map((one: Body) => one.pointer)).toEqual(['/marks/1/reason']);
    await assess(jinshui, { marks: marks('60', '36', ['', '以台账核实金额为准']) });
    expect(await advance(kept.review, 'objections', soon)).toBe('review.units_not_assessed');
    await assess(gaoxin, { marks: marks('48', '0'), reason: '自评未列分项，以计算分为准' });
    expect(unit(await read('zone', kept.review), gaoxin).assessed).toBeNull();
    expect(await advance(kept.review, 'objections', soon)).toBe('objections');

    const told = unit(await read('zone', kept.review), gaoxin);
    expect([told.assessed.total, told.assessed.place]).toEqual(['48.00', null]);
    const publish = async () =>
      year.as('city').post(`/reviews/${kept.review}/publish`, {}, (await read('city', kept.review)).revision);
    expect((await publish()).body.blockers).toHaveLength(2);
    const proof = await year
      .as('zone')
      .upload(`/reviews/${kept.review}/units/${gaoxin}/files`, {}, '签到表.pdf', '%PDF-1.7');
    const raised = await year.as('zone').post(`/reviews/${kept.review}/units/${gaoxin}/objections`, {
      measure: 'reached2',
      statement: '十月另有一对签到在册',
      files: [proof.body.id],
    });
    const [objection] = unit(raised.body, gaoxin).objections;
    expect([objection.files.length, objection.decidable]).toEqual([1, false]);
    await year.as('area').post(`/reviews/${kept.review}/units/${jinshui}/acceptance`);
    expect((await publish()).body.blockers).toEqual(['高新区有1件异议未答复']);
    const decision = { outcome: 'partly', answer: '签到属实，未及核实，酌情加3分' };
    const decide = (body: unknown) =>
      year.as('city2').post(`/review-objections/${objection.id}/decision`, body);
    expect((await decide(decision)).body.errors[0].pointer).toBe('/assessment');
    const given = { marks: marks('51', '0', ['异议部分成立', '']), reason: '见异议答复' };
    expect((await decide({ ...decision, assessment: given })).status).toBe(200);
    expect((await decide({ ...decision, assessment: given })).body.code).toBe('review.objection_decided');

    const { body: preview } = await year.as('city').get(`/reviews/${kept.review}/preview`);
    const { body: done } = await publish();
    expect(done.published).toMatchObject({ intact: true, content: preview });
    expect(
      done.published.content.units.map((of: Body) => [of.label, of.place, of.total, of.computed]),
    ).toEqual([
      ['金水区', 1, '96.00', '96.00'],
      ['高新区', 2, '51.00', '48.00'],
    ]);
    // After publication an area reads the ranking, and still not what the other area said of itself.
    const published = await read('area', kept.review);
    expect(published.published.content.units.map((of: Body) => of.place)).toEqual([1, 2]);
    expect(JSON.stringify(published)).not.toContain('工作扎实');
  });
}
