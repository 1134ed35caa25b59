import { Button, Form, Input, Modal, Select, Tag } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import {
  createReview,
  editReview,
  listPeriods,
  listReviews,
  listSchemes,
  periodName,
  type ReviewDraft,
  type ReviewView,
} from '#contracts';
import { useChange } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useDictionaries, useMay } from '../../client/queries';
import { Load, Nothing, Page } from '../../ui/page';
import { Records } from '../../ui/records';
import { StateTag } from '../../ui/state-tag';
import { thisYear, when } from '../../ui/time';
import { reviewStates } from './review-words';

const wanted = (message: string) => [{ required: true, message }];

/** Periods of this year and the last whose figures are stored. */
function useStoredPeriods(): { value: string; label: string }[] {
  const year = Number(thisYear());
  const now = useCall(listPeriods, { query: { year } });
  const last = useCall(listPeriods, { query: { year: year - 1 } });
  return [now, last]
    .flatMap(({ data }) => (data?.items ?? []).filter((one) => one.stored))
    .map(({ code }) => ({ value: code, label: periodName(code) }));
}

/** A new review, or the draft that is changed. */
export function ReviewForm({ of, close }: { of?: ReviewView; close: () => void }) {
  const [form] = Form.useForm<ReviewDraft>();
  const { busy, act } = useChange();
  const go = useNavigate();
  const schemes = (useCall(listSchemes).data?.items ?? []).filter(({ state }) => state === 'adopted');
  const { options } = useDictionaries();
  const periods = useStoredPeriods();
  const scheme = Form.useWatch('scheme', form);
  const units = schemes.find(({ id }) => id === scheme)?.content.units;
  const known = units === undefined ? [] : options(units === 'area' ? 'areas' : 'departments');
  const save = async (body: ReviewDraft) => {
    const done = await act(
      () =>
        of
          ? call(editReview, { params: { id: of.id }, version: of.revision, body })
          : call(createReview, { body }),
      '已保存草案',
    );
    if (!done) return;
    close();
    if (!of) go(`/reviews/${done.id}`);
  };
  const first = of && {
    name: of.name,
    scheme: schemes.find(({ content }) => content.name === of.schemeName)?.id,
    period: of.period,
    units: of.keys,
  };
  return (
    <Modal
      open
      title={of ? '修改评比草案' : '新建评比'}
      okText="保存草案"
      onOk={() => form.submit()}
      onCancel={close}
      confirmLoading={busy}
    >
      <Form form={form} layout="vertical" initialValues={first ?? {}} onFinish={save}>
        <Form.Item label="名称" name="name" rules={wanted('请填写名称')}>
          <Input maxLength={100} placeholder="如：2026年度供需对接工作绩效评比" />
        </Form.Item>
        <Form.Item label="评分方案（已采用的）" name="scheme" rules={wanted('请选择评分方案')}>
          <Select
            options={schemes.map(({ id, version, content }) => ({
              value: id,
              label: `${content.name}（第${version}版，评${content.units === 'area' ? '统计区域' : '主管部门'}）`,
            }))}
            notFoundContent={<Nothing text="没有已采用的评分方案，请先在“评分方案”中采用" />}
            onChange={() => form.setFieldValue('units', [])}
          />
        </Form.Item>
        <Form.Item label="统计期（已冻结存档的）" name="period" rules={wanted('请选择统计期')}>
          <Select
            options={periods}
            notFoundContent={<Nothing text="没有已冻结存档的统计期，请先在“统计期”中冻结" />}
          />
        </Form.Item>
        <Form.Item
          label="参评单位"
          name="units"
          rules={wanted('请选择参评单位')}
          extra={
            known.length > 0 && (
              <Button
                type="link"
                size="small"
                style={{ padding: 0 }}
                onClick={() =>
                  form.setFieldValue(
                    'units',
                    known.map(({ value }) => value),
                  )
                }
              >
                全部选入
              </Button>
            )
          }
        >
          <Select
            mode="multiple"
            optionFilterProp="label"
            options={known}
            placeholder={units === undefined ? '先选评分方案' : '选择参评单位'}
            disabled={units === undefined}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}

export function Reviews() {
  const reviews = useCall(listReviews);
  const may = useMay();
  const [adding, setAdding] = useState(false);
  return (
    <Page
      title="绩效评比"
      extra={
        may('review.edit') && (
          <Button type="primary" onClick={() => setAdding(true)}>
            新建评比
          </Button>
        )
      }
    >
      <Load of={reviews}>
        {({ items }) => (
          <Records
            name="绩效评比"
            of={items}
            keyOf={({ id }) => id}
            empty={
              may('review.edit')
                ? '还没有评比。冻结统计期、采用评分方案后即可新建。'
                : '没有本区域参评或已公布的评比'
            }
            columns={[
              {
                title: '名称',
                card: 'head',
                render: ({ id, name, version, superseded }) => (
                  <>
                    <Link to={`/reviews/${id}`}>{name}</Link> {version > 1 && <Tag>第{version}版</Tag>}
                    {superseded && <Tag color="warning">已有更正版</Tag>}
                  </>
                ),
              },
              { title: '统计期', width: 130, render: ({ period }) => periodName(period) },
              {
                title: '评分方案',
                width: 220,
                render: ({ schemeName, schemeVersion }) => `${schemeName}（第${schemeVersion}版）`,
              },
              {
                title: '评比对象',
                width: 100,
                render: ({ units }) => (units === 'area' ? '统计区域' : '主管部门'),
              },
              {
                title: '阶段',
                width: 230,
                render: ({ state, selfDue, objectionsDue, publishedAt }) => (
                  <>
                    <StateTag states={reviewStates} state={state} />
                    {state === 'self_assessment' && `至 ${selfDue}`}
                    {state === 'objections' && `至 ${objectionsDue}`}
                    {state === 'published' && when(publishedAt)}
                  </>
                ),
              },
            ]}
          />
        )}
      </Load>
      {adding && <ReviewForm close={() => setAdding(false)} />}
    </Page>
  );
}
