/**
 * What a person may do a limited number of times an hour. The operator sets the number (`LIMIT_…`); an endpoint
 * names its limit.
 */
export const rateLimits = {
  application: { label: '注册和申请' },
  invitation: { label: '添加人员和邀请' },
  password: { label: '输入当前密码' },
  upload: { label: '上传文件' },
  export: { label: '导出' },
} as const satisfies Record<string, { readonly label: string }>;
export type LimitName = keyof typeof rateLimits;
