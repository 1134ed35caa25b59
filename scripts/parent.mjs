// npm runs a script in a shell, and gives a signal to the shell alone: what the script started would run on without either.
import { readFileSync } from 'node:fs';

/** Its parent, and its name; Linux tells them. */
function parentOf(pid) {
  try {
    const [, name, parent] = /\((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return { name, parent };
  } catch {
    return {};
  }
}

/** Those whose end is ours: the shell, and npm behind it. */
function above() {
  const { name, parent } = parentOf(process.ppid);
  return /^(sh|dash|bash|ash|busybox)$/.test(name ?? '') ? `${process.ppid} ${parent}` : `${process.ppid}`;
}

/** Where npm runs this, it ends as on SIGTERM when npm or its shell has ended. */
export function endWithParent() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const before = above();
  const timer = setInterval(() => {
    if (above() === before) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  timer.unref();
}
