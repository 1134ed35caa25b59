import { MenuOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Drawer, Layout, Menu } from 'antd';
import { useEffect, useState } from 'react';
import { Link, Outlet, useLocation, useNavigate } from 'react-router';
import { endSession } from '#contracts';
import { call } from '../client/api';
import { useMay, useMe } from '../client/queries';
import { Failure } from '../ui/failure';
import { product } from '../ui/page';
import { when } from '../ui/time';
import { useWide } from '../ui/wide';
import { type Entry, entryAt, menuOf } from './menu';

const item = ({ key, label }: Entry) => ({ key, label: <Link to={key}>{label}</Link> });

function Entries({ chosen }: { chosen: () => void }) {
  const menu = menuOf(useMay());
  const { entry, group } = entryAt(menu, useLocation().pathname);
  const [opened, setOpened] = useState<string[]>([]);
  // Only one group of the menu is open: that of the page, until the person opens another.
  useEffect(() => {
    setOpened(group === undefined ? [] : [group]);
  }, [group]);
  return (
    <Menu
      mode="inline"
      selectedKeys={[entry.key]}
      style={{ borderInlineEnd: 0 }}
      {...(menu.folded
        ? { openKeys: opened, onOpenChange: (keys: string[]) => setOpened(keys.slice(-1)) }
        : {})}
      onClick={chosen}
      items={[
        ...menu.first.map(item),
        ...menu.groups.map(({ label, entries }) => ({
          key: label,
          label,
          ...(menu.folded ? {} : { type: 'group' as const }),
          children: entries.map(item),
        })),
      ]}
    />
  );
}

/** The link from a page back to the entry of the menu that it belongs to. */
function Way() {
  const { pathname } = useLocation();
  const { entry } = entryAt(menuOf(useMay()), pathname);
  if (entry.key === pathname) return null;
  return (
    <nav aria-label="位置" className="way">
      <Link to={entry.key}>‹ {entry.label}</Link>
    </nav>
  );
}

function Top({ wide, open }: { wide: boolean; open: () => void }) {
  const me = useMe().data;
  const go = useNavigate();
  const client = useQueryClient();
  const leave = async () => {
    await call(endSession).catch(() => undefined);
    client.clear();
    go('/login');
  };
  return (
    <Layout.Header className="top">
      <a className="skip" href="#content">
        跳到正文
      </a>
      {!wide && <Button type="text" aria-label="菜单" icon={<MenuOutlined />} onClick={open} />}
      <Link to="/" className="brand">
        <span aria-hidden="true">对</span>
        {product}
      </Link>
      {wide && (
        <span className="quiet">
          {me?.body?.name ?? me?.organisation?.name}　{me?.name}
        </span>
      )}
      <Button size="small" onClick={leave}>
        退出
      </Button>
    </Layout.Header>
  );
}

export function Shell() {
  const wide = useWide();
  const [open, setOpen] = useState(false);
  const me = useMe().data;
  const { pathname } = useLocation();
  // scrollTo returns a promise in newer browsers; without `void` React would take it for the clean-up of the effect.
  useEffect(() => {
    void window.scrollTo(0, 0);
  }, [pathname]);
  return (
    <Layout style={{ minHeight: '100vh' }}>
      <Top wide={wide} open={() => setOpen(true)} />
      <Layout>
        {wide ? (
          <Layout.Sider width={200} className="side">
            <nav aria-label="菜单">
              <Entries chosen={() => undefined} />
            </nav>
          </Layout.Sider>
        ) : (
          <Drawer open={open} onClose={() => setOpen(false)} placement="left" title="菜单" size={260}>
            <Entries chosen={() => setOpen(false)} />
          </Drawer>
        )}
        <Layout.Content id="content" className="content" tabIndex={-1}>
          {me?.passwordEndsAt && (
            <Alert
              type="warning"
              showIcon
              title={`您的密码是他人代设的初始密码，请在 ${when(me.passwordEndsAt)} 前修改，逾期将不能登录。`}
              action={<Link to="/account">修改密码</Link>}
              style={{ marginBottom: 16 }}
            />
          )}
          <Way />
          <Failure key={pathname}>
            <Outlet />
          </Failure>
        </Layout.Content>
      </Layout>
    </Layout>
  );
}
