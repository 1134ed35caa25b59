import { Button, Upload } from 'antd';
import { downloadReviewFile, type ReviewFileView, uploadReviewFile } from '#contracts';
import { useAct } from '../../client/act';
import { address, call } from '../../client/api';

function sized(bytes: number): string {
  return bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** Attachments as links that download them. */
export function Files({
  files,
  remove,
}: {
  files: readonly ReviewFileView[];
  remove?: (id: string) => unknown;
}) {
  return files.map(({ id, fileName, size }) => (
    <div key={id}>
      附件：<a href={address(downloadReviewFile, { id })}>{fileName}</a>（{sized(size)}）
      {remove && (
        <Button type="link" size="small" danger onClick={() => remove(id)}>
          删除
        </Button>
      )}
    </div>
  ));
}

/** Uploads a file for a unit, and gives it to whoever needs it. */
export function Attach({
  review,
  unit,
  done,
}: {
  review: string;
  unit: string;
  done?: (file: ReviewFileView) => void;
}) {
  const act = useAct();
  const send = async (file: File) => {
    const sent = await act(
      () => call(uploadReviewFile, { params: { id: review, unit }, file }),
      '附件已上传',
    );
    if (sent) done?.(sent);
  };
  return (
    <Upload
      accept=".pdf,.ofd,.png,.jpg,.jpeg"
      showUploadList={false}
      beforeUpload={(file) => {
        void send(file);
        return false;
      }}
    >
      <Button>上传附件（PDF、OFD、图片，50 MB 以内）</Button>
    </Upload>
  );
}
