import { MenuOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Grid, Layout, Menu, Space, Typography } from 'antd';
import { useState } from 'react';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { endSession } from '#contracts';
import { call } from './api';
import { useMay, useMe } from './hooks';

const entries = [
  { key: '/', label: '工作台' },
  { key: '/scenarios', label: '应用场景', action: 'listing.list' },
  { key: '/capabilities', label: '企业能力', action: 'listing.list' },
  { key: '/search', label: '检索', action: 'search.read' },
  { key: '/engagements', label: '对接', action: 'engagement.list' },
  { key: '/editions', label: '清单', action: 'edition.list' },
  { key: '/imports', label: '导入', action: 'import.create' },
  { key: '/organisations', label: '单位审核', action: 'organisation.list' },
  { key: '/statistics', label: '统计', action: 'statistics.read' },
  { key: '/jobs', label: '后台任务', action: 'job.list' },
];

export function Shell() {
  const wide = Grid.useBreakpoint().md ?? window.innerWidth >= 768;
  const [open, setOpen] = useState(false);
  const may = useMay();
  const me = useMe().data;
  const go = useNavigate();
  const client = useQueryClient();
  const at = `/${useLocation().pathname.split('/')[1] ?? ''}`;
  const menu = (
    <Menu
      mode="inline"
      selectedKeys={[at]}
      style={{ borderInlineEnd: 0 }}
      items={entries
        .filter((entry) => !entry.action || may(entry.action))
        .map(({ key, label }) => ({ key, label }))}
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
          <Outlet />
        </Layout.Content>
      </Layout>
    </Layout>
  );
}
