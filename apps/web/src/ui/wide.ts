import { Grid } from 'antd';

/** True where the window is wide enough for tables and two columns, as a phone's is not. */
export function useWide(): boolean {
  return Grid.useBreakpoint().md ?? window.innerWidth >= 768;
}
