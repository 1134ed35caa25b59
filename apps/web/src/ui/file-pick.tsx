import { Button } from 'antd';
import { useId, useRef } from 'react';

/** Files of one's own, chosen by a button that speaks the page's language; the browser's speaks its own. */
export function FilePick({
  label,
  accept,
  files,
  choose,
  several = false,
}: {
  label: string;
  accept: string;
  files: readonly File[];
  choose: (files: File[]) => void;
  several?: boolean;
}) {
  const input = useRef<HTMLInputElement>(null);
  const said = useId();
  return (
    <div className="steps">
      <input
        ref={input}
        type="file"
        className="unseen"
        tabIndex={-1}
        multiple={several}
        accept={accept}
        aria-label={label}
        onChange={(event) => choose([...(event.target.files ?? [])])}
      />
      <Button aria-describedby={said} onClick={() => input.current?.click()}>
        {files.length > 0 ? '另选文件' : '选择文件'}
      </Button>
      <span id={said} className="quiet">
        {files.map(({ name }) => name).join('、') || '尚未选择文件'}
      </span>
    </div>
  );
}
