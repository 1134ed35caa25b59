import { Tag } from 'antd';

export function StateTag({
  states,
  state,
}: {
  states: Record<string, { text: string; color: string }>;
  state: string;
}) {
  const known = states[state];
  return <Tag color={known?.color ?? 'default'}>{known?.text ?? state}</Tag>;
}
