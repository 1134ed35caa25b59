import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { AccountsModule, MemberService, PeopleService, SessionService } from '#accounts';
import { Database } from '#platform';
import { print } from '../output.js';
import { withServices } from '../platform.js';

/** From the environment, or made and shown once: never on the command line, where others can read it. */
function password(): { readonly value: string; readonly made: boolean } {
  const given = process.env['DUIJIE_PASSWORD'];
  return given ? { value: given, made: false } : { value: randomBytes(12).toString('base64url'), made: true };
}

export function user(program: Command): void {
  const command = program
    .command('user')
    .description(
      '账号：运维人员、协调部门及其人员、终止身份、重设密码（密码取自 DUIJIE_PASSWORD，未设则生成；本人须在7天内修改）',
    );
  const people = <T>(work: (service: PeopleService, db: Database) => Promise<T>) =>
    withServices([AccountsModule], (app) => work(app.get(PeopleService), app.get(Database)));
  command
    .command('operator <login> <name>')
    .description('建立运维账号')
    .action((login: string, name: string) =>
      people(async (service, db) => {
        const { value, made } = password();
        await db.transaction((tx) =>
          service.create(tx, { login, name, password: value, initial: true }, { operator: true }),
        );
        print(made ? `已建立 ${login}，初始密码 ${value}` : `已建立 ${login}`);
      }),
    );
  command
    .command('body <name>')
    .description('设立协调部门；不给 --area 即市级')
    .option('--area <code>', '统计区域代码')
    .option('--uscc <code>', '统一社会信用代码')
    .option('--department <code>', '部门代码（主管部门字典），其主管的场景不由本部门核实')
    .action((name: string, given: { area?: string; uscc?: string; department?: string }) =>
      people(async (service) => print((await service.createBody(name, given.area ?? null, given)).id)),
    );
  command
    .command('bodies')
    .description('列出协调部门')
    .action(() =>
      people(async (service) => {
        for (const body of await service.bodies()) print(`${body.id}\t${body.name}\t${body.area ?? '市级'}`);
      }),
    );
  command
    .command('coordinator <bodyId> <login> <name>')
    .description('添加协调人员')
    .action((bodyId: string, login: string, name: string) =>
      people(async (service) => {
        const { value, made } = password();
        await service.addCoordinator(bodyId, { login, name, password: value, initial: true });
        print(made ? `已建立 ${login}，初始密码 ${value}` : `已建立 ${login}`);
      }),
    );
  command
    .command('retire <login>')
    .description('终止账号的一切身份（单位、协调部门、运维），其全部登录随即失效；单位唯一的管理员除外')
    .action((login: string) =>
      withServices([AccountsModule], async (app) => {
        await app.get(MemberService).retire(login, { id: null, name: '运维命令行' });
        print('已终止');
      }),
    );
  command
    .command('sign-out <login>')
    .description('结束账号的全部登录，账号本身不变')
    .action((login: string) =>
      withServices([AccountsModule], async (app) =>
        print(
          `已结束 ${await app.get(SessionService).endAll(login, { id: null, name: '运维命令行' })} 个登录`,
        ),
      ),
    );
  command
    .command('password <login>')
    .description('重设密码，其全部登录随即失效')
    .action((login: string) =>
      people(async (service) => {
        const { value, made } = password();
        await service.setPassword(login, value, { initial: true });
        print(made ? `新密码 ${value}` : '已重设');
      }),
    );
}
