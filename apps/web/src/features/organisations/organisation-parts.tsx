import { Descriptions } from 'antd';
import type { OrganisationChangeView, OrganisationView, ReviewedField } from '#contracts';
import { useDictionaries } from '../../client/queries';
import { kindsText, organisationKinds } from '../applications/application-parts';

export const organisationStates: Record<OrganisationView['state'], { text: string; color: string }> = {
  approved: { text: '已通过', color: 'success' },
  unclaimed: { text: '待认领', color: 'default' },
  suspended: { text: '已停用', color: 'warning' },
};
export const changeStates: Record<OrganisationChangeView['state'], { text: string; color: string }> = {
  submitted: { text: '待审核', color: 'processing' },
  approved: { text: '已通过', color: 'success' },
  rejected: { text: '未通过', color: 'error' },
  withdrawn: { text: '已撤回', color: 'default' },
};
export const reviewedLabels: Record<ReviewedField, string> = {
  name: '单位名称',
  uscc: '统一社会信用代码',
  kinds: '单位身份',
  area: '统计区域',
  department: '主管部门',
  ownerKind: '单位性质',
  size: '企业规模',
};
const dictionaries: Partial<Record<ReviewedField, string>> = {
  area: 'areas',
  department: 'departments',
  ownerKind: 'ownerKinds',
  size: 'firmSizes',
};

type Value = OrganisationChangeView['differences'][number]['after'];

/** What people read where the record holds a code. */
function useReviewed(): (field: ReviewedField, value: Value) => string {
  const { label } = useDictionaries();
  return (field, value) => {
    if (value === null) return '';
    if (Array.isArray(value)) return kindsText(value as (keyof typeof organisationKinds)[]);
    const dictionary = dictionaries[field];
    return dictionary ? label(dictionary, value) : value;
  };
}

/** The approved values of an organisation. */
export function OrganisationFacts({ of }: { of: OrganisationView }) {
  const shown = useReviewed();
  const rows: [string, string][] = [
    ...(Object.keys(reviewedLabels) as ReviewedField[]).map((field): [string, string] => [
      reviewedLabels[field],
      shown(field, of[field]),
    ]),
    ['通讯地址', of.address],
  ];
  return (
    <Descriptions
      column={{ xs: 1, md: 2 }}
      size="small"
      items={rows.map(([label, value]) => ({
        key: label,
        label,
        children: <span className="pre">{value || '—'}</span>,
      }))}
    />
  );
}

/** Old and new beside each other. */
export function Differences({ of }: { of: OrganisationChangeView['differences'] }) {
  const shown = useReviewed();
  return (
    <Descriptions
      column={1}
      size="small"
      items={of.map(({ field, before, after }) => ({
        key: field,
        label: reviewedLabels[field],
        children: (
          <span className="pre">
            <del>{shown(field, before) || '（空）'}</del> → <mark>{shown(field, after) || '（空）'}</mark>
          </span>
        ),
      }))}
    />
  );
}
