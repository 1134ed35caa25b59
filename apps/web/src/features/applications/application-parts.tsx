import type { ApplicationView } from '#contracts';
import { downloadProof } from '#contracts';
import { address } from '../../client/api';
import { useDictionaries } from '../../client/queries';
import { Stated } from '../../ui/facts';
import { when } from '../../ui/time';

export const applicationStates: Record<ApplicationView['state'], { text: string; color: string }> = {
  draft: { text: '草稿', color: 'default' },
  submitted: { text: '待审核', color: 'processing' },
  approved: { text: '已通过', color: 'success' },
  rejected: { text: '未通过', color: 'error' },
  withdrawn: { text: '已撤回', color: 'default' },
};
export const memberRoles: Record<ApplicationView['role'], string> = {
  owner: '管理员',
  editor: '填报人',
  viewer: '查看人',
};
export const organisationKinds = { user: '应用单位', firm: '软件企业' } as const;

export function kindsText(kinds: readonly (keyof typeof organisationKinds)[]): string {
  return kinds.map((kind) => organisationKinds[kind]).join('、');
}

function size(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** Everything that an application says. */
export function ApplicationFacts({ of }: { of: ApplicationView }) {
  const { label } = useDictionaries();
  const { profile, proof } = of;
  const rows: [string, React.ReactNode][] = [
    ['单位名称', profile.name],
    ['统一社会信用代码', of.uscc],
    ['单位身份', kindsText(of.kinds)],
    ['统计区域', label('areas', profile.area)],
    ['主管部门', label('departments', profile.department)],
    ['单位性质', label('ownerKinds', profile.ownerKind)],
    ['企业规模', label('firmSizes', profile.size)],
    ['地址', profile.address],
    ['申请人', `${of.person.name}（${of.person.login}）`],
    ['职务', of.position],
    ['申请角色', memberRoles[of.role]],
    ['原管理员', of.ownerGone ? '申请人称原管理员已离任' : ''],
    ['提交时间', when(of.submittedAt)],
    ['办理', of.decidedBy ? `${of.decidedBy}，${when(of.decidedAt)}` : ''],
    ['理由', of.reason ?? ''],
  ];
  return (
    <>
      <Stated of={rows} />
      <p>
        证明材料：
        {proof ? (
          <a className="pre" href={address(downloadProof, { id: of.id })}>
            {proof.fileName}（{size(proof.size)}）
          </a>
        ) : (
          '尚未上传'
        )}
      </p>
    </>
  );
}
