import { Card, Tag } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { ClaimLine } from '#contracts';
import { wan } from '../../ui/amounts';
import { Facts } from '../../ui/facts';
import { when } from '../../ui/time';
import { levels } from '../engagements/claim-words';

/** A claim that somebody is to look at: whose it is, what of, and what there is to do. */
export function ClaimCard({
  of,
  mark,
  facts = [],
  children,
}: {
  of: ClaimLine;
  /** Why it is here, or how it stands. */
  mark: ReactNode;
  facts?: readonly string[];
  children: ReactNode;
}) {
  return (
    <Card
      size="small"
      title={
        <>
          <Link to={`/engagements/${of.engagementId}`}>{of.number}</Link> {levels[of.level]}
        </>
      }
      extra={mark}
    >
      <Facts
        of={[
          `${of.demandTitle}（${of.demandName}）`,
          `${of.supplyTitle}（${of.supplyName}）`,
          of.amount ? `${wan(of.amount)} 万元（含税）` : '',
          ...facts,
        ]}
      />
      {children}
    </Card>
  );
}

/** What a person found, with the reason, who and when. */
export function Verdict({
  good,
  text,
  reason,
  by,
  at,
}: {
  good: boolean;
  text: string;
  reason: string;
  by: string;
  at: string;
}) {
  return (
    <>
      <Tag color={good ? 'success' : 'error'}>{text}</Tag>
      <span className="pre">{reason}</span>
      <Facts of={[by, when(at)]} />
    </>
  );
}
