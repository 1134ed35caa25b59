import { Button } from 'antd';
import { useId, useRef } from 'react';

/**
 * Chooses files by a button with a Chinese label; the browser's own button has the language of the browser.
 */
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
