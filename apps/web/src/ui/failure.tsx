import { Alert, Button } from 'antd';
import { Component, type ReactNode } from 'react';
import { Page } from './page';

/** What goes wrong in one page takes that page's place; menu and heading stay. */
export class Failure extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <Page title="页面出错">
        <Alert
          type="error"
          showIcon
          title="页面未能显示，已填写而未保存的内容可能丢失。请刷新重试；仍不能显示的，请联系运维人员。"
          action={<Button onClick={() => location.reload()}>刷新</Button>}
        />
      </Page>
    );
  }
}
