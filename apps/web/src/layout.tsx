import { MenuOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Drawer, Layout, Menu, Space, Typography } from 'antd';
import { useState } from 'react';
import { Link, Outlet, useLocation, useNavigate } from 'react-router';
import { endSession } from '#contracts';
import { call } from './api';
import { useMay, useMe, useWide } from './hooks';
import { when } from './parts';

interface Entry {
  readonly key: string;
  readonly label: string;
  readonly action?: string;
}
const groups: readonly { label?: string; entries: readonly Entry[] }[] = [
  {
    entries: [
      { key: '/', label: '工作台' },
      { key: '/application', label: '我的申请', action: 'application.create' },
      { key: '/account', label: '账号与安全' },
    ],
  },
  {
    label: '供需清单',
    entries: [
      { key: '/scenarios', label: '应用场景', action: 'listing.list' },
      { key: '/capabilities', label: '企业能力', action: 'listing.list' },
      { key: '/search', label: '检索', action: 'search.read' },
      { key: '/editions', label: '清单', action: 'edition.list' },
      { key: '/imports', label: '导入', action: 'import.create' },
    ],
  },
  {
    label: '匹配',
    entries: [
      { key: '/match/explain', label: '供需对照', action: 'match.explain' },
      { key: '/gaps', label: '缺口清单', action: 'match.gaps' },
      { key: '/match-runs', label: '匹配任务', action: 'match.readRun' },
      { key: '/match-weights', label: '匹配规则', action: 'match.readWeights' },
      { key: '/match-synonyms', label: '同义词', action: 'match.readSynonyms' },
      { key: '/match-decisions', label: '置顶与屏蔽', action: 'match.pin' },
    ],
  },
  {
    label: '对接与统计',
    entries: [
      { key: '/engagements', label: '对接', action: 'engagement.list' },
      { key: '/disputes', label: '异议', action: 'dispute.list' },
      { key: '/samples', label: '复核清单', action: 'sample.read' },
      { key: '/flags', label: '疑点', action: 'flag.read' },
      { key: '/statistics', label: '统计', action: 'statistics.read' },
      { key: '/periods', label: '统计期', action: 'period.read' },
      { key: '/schemes', label: '评分方案', action: 'scheme.read' },
      { key: '/recount', label: '核对台账', action: 'statistics.recount' },
    ],
  },
  {
    label: '管理',
    entries: [
      { key: '/applications', label: '认领申请', action: 'application.approve' },
      { key: '/organisations', label: '单位', action: 'organisation.list' },
      { key: '/organisation-changes', label: '单位变更', action: 'change.decide' },
      { key: '/organisation', label: '本单位', action: 'organisation.edit' },
      { key: '/members', label: '成员', action: 'invitation.list' },
      { key: '/bodies', label: '协调部门', action: 'coordinator.list' },
      { key: '/dictionaries', label: '字典', action: 'dictionary.edit' },
      { key: '/jobs', label: '后台任务', action: 'job.list' },
      { key: '/followers', label: '事实处理', action: 'follower.list' },
      { key: '/audit', label: '审计记录', action: 'audit.read' },
    ],
  },
];

/** What the person may see, under the headings that have something left. */
function menuItems(may: (action: string) => boolean) {
  return groups.flatMap(({ label, entries }) => {
    const children = entries
      .filter(({ action }) => !action || may(action))
      .map(({ key, label: text }) => ({ key, label: text }));
    if (!label || children.length === 0) return children;
    return [{ type: 'group' as const, key: label, label, children }];
  });
}

/** The entry that an address belongs to: `/scenarios/…` is below `/scenarios`. */
function entryAt(pathname: string): string {
  const keys = groups.flatMap(({ entries }) => entries.map(({ key }) => key));
  return keys.find((key) => key !== '/' && `${pathname}/`.startsWith(`${key}/`)) ?? '/';
}

export function Shell() {
  const wide = useWide();
  const [open, setOpen] = useState(false);
  const may = useMay();
  const me = useMe().data;
  const go = useNavigate();
  const client = useQueryClient();
  const at = entryAt(useLocation().pathname);
  const menu = (
    <Menu
      mode="inline"
      selectedKeys={[at]}
      style={{ borderInlineEnd: 0 }}
      items={menuItems(may)}
      onClick={({ key }) => {
        setOpen(false);
        go(key);
      }}
    />
  );
  const leave = async () => {
    await call(endSession).catch(() => undefined);
    client.clear();
    go('/login');
  };
  return (
    <Layout style={{ minHeight: '100vh' }}>
      <Layout.Header
        style={{ background: '#0f3d7e', padding: '0 16px', display: 'flex', alignItems: 'center', gap: 12 }}
      >
        {!wide && (
          <Button
            type="text"
            aria-label="菜单"
            icon={<MenuOutlined style={{ color: '#fff' }} />}
            onClick={() => setOpen(true)}
            style={{ alignSelf: 'center' }}
          />
        )}
        <Typography.Text strong style={{ color: '#fff', fontSize: 18, flex: 1, whiteSpace: 'nowrap' }}>
          {wide ? '软件应用场景供需对接' : '供需对接'}
        </Typography.Text>
        <Space>
          {wide && (
            <span style={{ color: '#fff' }}>
              {me?.body?.name ?? me?.organisation?.name} {me?.name}
            </span>
          )}
          <Button size="small" onClick={leave}>
            退出
          </Button>
        </Space>
      </Layout.Header>
      <Layout>
        {wide ? (
          <Layout.Sider theme="light" width={180}>
            {menu}
          </Layout.Sider>
        ) : (
          <Drawer open={open} onClose={() => setOpen(false)} placement="left" title="菜单" size={240}>
            {menu}
          </Drawer>
        )}
        <Layout.Content style={{ padding: wide ? 24 : 12, minWidth: 0 }}>
          {me?.passwordEndsAt && (
            <Alert
              type="warning"
              showIcon
              title={`您的密码是他人代设的初始密码，请在 ${when(me.passwordEndsAt)} 前修改，逾期将不能登录。`}
              action={<Link to="/account">修改密码</Link>}
              style={{ marginBottom: 16 }}
            />
          )}
          <Outlet />
        </Layout.Content>
      </Layout>
    </Layout>
  );
}
