import { z } from 'zod';
import { creditCode, login, memberRole, organisationKind, organisationState, password } from './accounts.js';
import {
  id,
  idParams,
  many,
  nameText,
  optionalReasonBody,
  page,
  pageQuery,
  reason,
  reasonBody,
  text,
} from './common.js';
import { codeOf } from './dictionaries.js';
import { endpoint } from './endpoint.js';

const applicationState = z.enum(['draft', 'submitted', 'approved', 'rejected', 'withdrawn']);
export type ApplicationState = z.output<typeof applicationState>;

const optionalCode = <T extends z.ZodType>(code: T) => code.nullish().transform((value) => value ?? null);
/** What the organisation would be known by. Who controls it is not for its people to say. */
const applicationProfile = z.strictObject({
  name: nameText(120),
  area: codeOf('areas'),
  department: optionalCode(codeOf('departments')),
  ownerKind: optionalCode(codeOf('ownerKinds')),
  size: optionalCode(codeOf('firmSizes')),
  address: text(200, 0).default(''),
});
export type ApplicationProfile = z.output<typeof applicationProfile>;

const applicationContent = z.strictObject({
  uscc: creditCode,
  kinds: z.array(organisationKind).min(1, { error: '至少选择一种身份' }).max(2),
  profile: applicationProfile,
  role: memberRole.default('owner'),
  /** What the person is in the organisation. */
  position: text(50, 0).default(''),
  /** For an organisation that is approved already: its owner is there no more. */
  ownerGone: z.boolean().default(false),
});
export type ApplicationContent = z.output<typeof applicationContent>;

const named = z.strictObject({ id, login: z.string(), name: z.string() });
const applicationView = z.strictObject({
  id,
  uscc: z.string(),
  kinds: z.array(organisationKind),
  profile: z.strictObject({
    name: z.string(),
    area: z.string(),
    department: z.string().nullable(),
    ownerKind: z.string().nullable(),
    size: z.string().nullable(),
    address: z.string(),
  }),
  role: memberRole,
  position: z.string(),
  ownerGone: z.boolean(),
  person: named,
  state: applicationState,
  reason: z.string().nullable(),
  proof: z.strictObject({ fileName: z.string(), mediaType: z.string(), size: z.number().int() }).nullable(),
  organisationId: id.nullable(),
  submittedAt: z.string().nullable(),
  decidedAt: z.string().nullable(),
  decidedBy: z.string().nullable(),
  version: z.number().int(),
  createdAt: z.string(),
});
export type ApplicationView = z.output<typeof applicationView>;

/** What a decision rests on besides the application; for whoever decides. */
const applicationGrounds = z.strictObject({
  /** The organisation of the code as it stands now. */
  organisation: z
    .strictObject({
      id,
      name: z.string(),
      state: organisationState,
      kinds: z.array(organisationKind),
      area: z.string().nullable(),
      department: z.string().nullable(),
      ownerKind: z.string().nullable(),
      size: z.string().nullable(),
      address: z.string(),
      owners: z.array(named),
    })
    .nullable(),
  /** Other applications that were submitted for the same code. */
  others: z.array(
    z.strictObject({
      id,
      name: z.string(),
      area: z.string(),
      personName: z.string(),
      state: applicationState,
      reason: z.string().nullable(),
      submittedAt: z.string().nullable(),
    }),
  ),
});
export type ApplicationGrounds = z.output<typeof applicationGrounds>;
const applicationRecord = applicationView.extend({
  /** Null for the person whose application it is. */
  grounds: applicationGrounds.nullable(),
});
export type ApplicationRecord = z.output<typeof applicationRecord>;

const tag = 'applications';
export const signUp = endpoint({
  method: 'POST',
  path: '/people',
  secret: true,
  tag,
  summary: '注册个人账号；账号本身不代表任何单位',
  action: 'person.signUp',
  limit: 'application',
  status: 201,
  body: z.strictObject({ login, name: nameText(50), password }),
  answer: named,
});
export const createApplication = endpoint({
  method: 'POST',
  path: '/applications',
  tag,
  summary: '填写认领申请（草稿）',
  action: 'application.create',
  limit: 'application',
  status: 201,
  body: applicationContent,
  answer: applicationView,
});
export const listApplications = endpoint({
  method: 'GET',
  path: '/applications',
  tag,
  summary: '认领申请：本人的，或由本部门办理的',
  action: 'application.list',
  query: pageQuery.extend({ state: many(applicationState), q: z.string().max(100).optional() }),
  answer: page(applicationView),
});
export const readApplication = endpoint({
  method: 'GET',
  path: '/applications/:id',
  tag,
  summary: '查看认领申请；办理人并见该信用代码的现有单位和其他申请',
  action: 'application.read',
  params: idParams,
  answer: applicationRecord,
});
export const editApplication = endpoint({
  method: 'PUT',
  path: '/applications/:id',
  tag,
  summary: '修改草稿',
  action: 'application.edit',
  params: idParams,
  body: applicationContent,
  answer: applicationView,
  versioned: true,
});
export const uploadProof = endpoint({
  method: 'POST',
  path: '/applications/:id/proof',
  tag,
  summary: '上传证明材料（授权书或营业执照；PDF、OFD、PNG、JPEG），替换原有的',
  action: 'application.edit',
  limit: 'upload',
  params: idParams,
  multipart: true,
  status: 201,
  answer: applicationView,
});
export const downloadProof = endpoint({
  method: 'GET',
  path: '/applications/:id/proof',
  tag,
  summary: '下载证明材料；他人每次查看均记入审计',
  action: 'application.proof',
  refusals: [410],
  params: idParams,
  produces: 'application/octet-stream',
});
export const submitApplication = endpoint({
  method: 'POST',
  path: '/applications/:id/submit',
  tag,
  summary: '提交，之后不能修改',
  action: 'application.submit',
  params: idParams,
  answer: applicationView,
});
export const withdrawApplication = endpoint({
  method: 'POST',
  path: '/applications/:id/withdraw',
  tag,
  summary: '撤回',
  action: 'application.withdraw',
  params: idParams,
  body: optionalReasonBody.optional(),
  answer: applicationView,
});
export const approveApplication = endpoint({
  method: 'POST',
  path: '/applications/:id/approve',
  tag,
  summary: '通过：单位、资料和成员身份同时生效',
  action: 'application.approve',
  params: idParams,
  body: z
    .strictObject({
      reason: reason.optional(),
      /** Found by whoever decides: the owners are there no more. Their places end with this decision. */
      ownerGone: z.boolean().default(false),
    })
    .optional(),
  answer: applicationView,
});
export const rejectApplication = endpoint({
  method: 'POST',
  path: '/applications/:id/reject',
  tag,
  summary: '不予通过',
  action: 'application.reject',
  params: idParams,
  body: reasonBody,
  answer: applicationView,
});
