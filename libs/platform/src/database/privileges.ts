import { Client } from 'pg';

interface RoleRights {
  name: string;
  superuser: boolean;
  roles: boolean;
  databases: boolean;
  files: boolean;
  owner: boolean;
  creates: boolean;
}

const rights = `SELECT r.rolname AS name, r.rolsuper AS superuser, r.rolcreaterole AS roles, r.rolcreatedb AS databases,
    pg_has_role(r.oid, 'pg_write_server_files', 'MEMBER') OR pg_has_role(r.oid, 'pg_execute_server_program', 'MEMBER') AS files,
    EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND pg_has_role(r.oid, c.relowner, 'MEMBER')) AS owner,
    has_schema_privilege(r.oid, 'public', 'CREATE') AS creates
  FROM pg_roles r WHERE r.rolname = current_user`;

/**
 * What the role of DATABASE_URL can do that the application never needs, each as a sentence in Chinese: with such rights
 * a fault in the application could switch off what keeps the ledger and the histories whole.
 */
export async function excessiveRights(databaseUrl: string): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    const role = (await client.query<RoleRights>(rights)).rows[0];
    if (!role) return [];
    if (role.superuser) return [`数据库账号 ${role.name} 是超级用户：应用应使用无权更改结构的账号`];
    const too: readonly [boolean, string][] = [
      [role.owner, `数据库账号 ${role.name} 是数据表的所有者，可以停用防篡改触发器`],
      [role.creates && !role.owner, `数据库账号 ${role.name} 可以在 public 模式中建表`],
      [role.roles, `数据库账号 ${role.name} 可以建立账号（CREATEROLE）`],
      [role.databases, `数据库账号 ${role.name} 可以建立数据库（CREATEDB）`],
      [role.files, `数据库账号 ${role.name} 可以读写数据库服务器上的文件或执行程序`],
    ];
    return too.filter(([has]) => has).map(([, sentence]) => sentence);
  } finally {
    await client.end();
  }
}
