import { Progress } from 'antd';
import { Link } from 'react-router';
import type { MatchAnswer, ReasonView } from '#contracts';
import { useDictionaries } from '../../client/queries';
import { Facts, Words } from '../../ui/facts';
import { base, type Kind } from '../markets/kinds';

export type Head = MatchAnswer['demand'];

export function Ring({ score }: { score: number }) {
  return <Progress type="circle" size={56} status="normal" percent={score} format={() => score} />;
}

/**
 * Points out of the greatest possible number, as a bar and in words; `part`: the words name the points alone.
 */
export function Points({ points, most, part }: { points: number; most: number; part?: boolean }) {
  return (
    <>
      <Progress
        size="small"
        status="normal"
        showInfo={false}
        percent={most > 0 ? (points / most) * 100 : 0}
        aria-label={`${points} 分，最多 ${most} 分`}
      />
      <span className="points">{part ? points : `${points} / ${most}`} 分</span>
    </>
  );
}

/** Keeps days on one line: a word joiner (U+2060) after each hyphen stops the browser from breaking there. */
const unbroken = (text: string) => text.replace(/(?<=\d)-(?=\d)/g, '-\u2060');

/**
 * The sentence of a reason, without the name of its rule, which stands beside it; where a part of it ends in words, they
 * are shown as tags instead.
 */
export function Sentence({ of }: { of: ReasonView }) {
  const label = `${of.label}：`;
  const text = of.text.startsWith(label) ? of.text.slice(label.length) : of.text;
  if (of.words.length === 0) return unbroken(text);
  return text.split('；').map((part) => {
    const [lead = '', tail = ''] = part.split(/(?<=：)/);
    const words = tail.split('、');
    const tagged = words.every((word) => of.words.includes(word));
    return (
      <span key={part} style={{ display: 'block' }}>
        {tagged ? lead : part} {tagged && <Words of={words} />}
      </span>
    );
  });
}

export function Reasons({ of }: { of: readonly ReasonView[] }) {
  return of.map((reason) => (
    <div key={reason.rule} className="reason">
      <span>{reason.label}</span>
      <Points points={reason.points} most={reason.most} />
      <span className="reason-text">
        <Sentence of={reason} />
      </span>
    </div>
  ));
}

/** Title with link, unit, area and number of one side. */
export function HeadLine({ kind, of, plain }: { kind: Kind; of: Head; plain?: boolean }) {
  const { label } = useDictionaries();
  return (
    <div>
      <Link to={`${base[kind]}/${of.id}`} style={plain ? undefined : { fontWeight: 600 }}>
        {of.title}
      </Link>
      <Facts of={[of.organisation, label('areas', of.area), of.number]} />
    </div>
  );
}
