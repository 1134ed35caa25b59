import { Card } from 'antd';
import type { Explanation, MarkView } from '#contracts';
import { sidesOf } from '../markets/market-pick';
import { piecesOf } from './marks';

function Marked({ text, marks }: { text: string; marks: readonly MarkView[] }) {
  return piecesOf(text, marks).map((piece) =>
    piece.hit ? <mark key={piece.start}>{piece.text}</mark> : <span key={piece.start}>{piece.text}</span>,
  );
}

/** Both texts beside each other, with the words that the points rest on marked in both. */
export function Texts({ of }: { of: Explanation }) {
  const marks = of.reasons.flatMap((reason) => reason.marks);
  const { demands, supplies } = sidesOf(of.market);
  const sides = [
    { side: 'demand', title: of.market === 'software' ? '场景需求' : demands },
    { side: 'supply', title: supplies },
  ] as const;
  return (
    <div className="pair">
      {sides.map(({ side, title }) => (
        <Card key={side} size="small" title={title}>
          {of.texts[side]
            .filter(({ text }) => text)
            .map(({ field, label, text }) => (
              <div key={field} className="passage">
                <div className="quiet">{label}</div>
                <div className="pre">
                  <Marked
                    text={text}
                    marks={marks.filter((mark) => mark.side === side && mark.field === field)}
                  />
                </div>
              </div>
            ))}
        </Card>
      ))}
    </div>
  );
}
