import { Page } from '../../ui/page';
import { AccountPassword } from './account-password';
import { AccountSessions } from './account-sessions';

/** What everyone signed in looks after alone: the password, and where one is signed in. */
export function Account() {
  return (
    <Page title="账号与安全">
      <div className="stack">
        <AccountPassword />
        <AccountSessions />
      </div>
    </Page>
  );
}
