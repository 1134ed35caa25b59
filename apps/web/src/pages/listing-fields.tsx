import { Card, Descriptions } from 'antd';
import { useDictionaries } from '../hooks';
import { wan } from '../parts';
import type { Listing } from './listings';

/** Everything a listing says, in the order of the form. */
export function ListingFields({ listing }: { listing: Listing }) {
  const { label, labels } = useDictionaries();
  const { content } = listing;
  const list = (name: string, codes: readonly string[]) => labels(name, codes).join('、');
  const period = (from: string | null, to: string | null) =>
    from || to ? `${from ?? ''} 至 ${to ?? ''}` : '';
  const own: [string, string][] =
    'title' in content
      ? [
          ['需求描述', content.needs],
          ['技术指标', content.technicalIndicators],
          ['预算（万元）', [wan(content.budgetMin), wan(content.budgetMax)].filter(Boolean).join(' 至 ')],
          ['计划时间', period(content.plannedStart, content.plannedEnd)],
          ['合作方式', label('modes', content.mode)],
          ['主管部门', label('departments', content.department)],
          ['适配平台要求', list('platforms', content.requiredPlatforms)],
          ['优先首版次', content.prefersFirstVersion ? '是' : '否'],
          ['仅限本区域企业', content.localOnly ? '是' : '否'],
        ]
      : [
          ['版本', content.version],
          ['产品类别', label('productClasses', content.productClass)],
          ['适用行业', list('industries', content.industries)],
          ['功能介绍', content.functions],
          ['先进性', content.advancement],
          ['专利、标准、奖项', `${content.patents} 项、${content.standards} 项、${content.awards} 项`],
          ['参考价（万元）', wan(content.referencePrice)],
          ['软件著作权登记号', content.copyrightNo],
          ['已适配平台', list('platforms', content.adaptedPlatforms)],
          ['资质证书', content.certificates],
          ['应用案例', content.cases],
          [
            '首版次',
            content.firstVersion
              ? `${label('firstVersionLevels', content.firstVersion.level)} ${content.firstVersion.year}年 ${content.firstVersion.documentNo}（${period(content.firstVersion.validFrom, content.firstVersion.validTo)}）`
              : '',
          ],
        ];
  const { contact } = content;
  const rows: [string, string][] = [
    ['编号', listing.number],
    ['单位', listing.organisation.name],
    ['所属领域', list('fields', content.fields)],
    ['产业链', list('chains', content.chains)],
    ['区域', label('areas', content.area ?? listing.organisation.area)],
    ...own,
    ['公开范围', label('visibilities', content.visibility)],
    ['有效期至', content.validUntil ?? ''],
    [
      '联系人',
      contact ? [contact.name, contact.phone, contact.email].filter(Boolean).join(' ') : '双方表达意向后可见',
    ],
  ];
  return (
    <Card title="内容">
      <Descriptions
        bordered
        size="small"
        column={1}
        styles={{ label: { width: '30%', maxWidth: 150 } }}
        items={rows
          .filter(([, value]) => value)
          .map(([name, value]) => ({
            key: name,
            label: name,
            children: <span className="pre">{value}</span>,
          }))}
      />
    </Card>
  );
}
