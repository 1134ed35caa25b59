/** Yuan to 万元, exactly: the comma moves, nothing is rounded. */
export function wan(yuan: string | null | undefined): string {
  if (!yuan) return '';
  const [whole = '0', cents = ''] = yuan.split('.');
  const digits = whole.padStart(5, '0');
  const fraction = `${digits.slice(-4)}${cents}`.replace(/0+$/, '');
  return `${digits.slice(0, -4).replace(/^0+(?=\d)/, '')}${fraction ? `.${fraction}` : ''}`;
}

/** 万元 as typed to yuan; undefined where it is no amount of whole fen. */
export function yuanOf(typed: string): string | undefined {
  const parts = /^(\d{1,10})(?:\.(\d{1,6}))?$/.exec(typed.trim());
  if (!parts) return undefined;
  const fraction = (parts[2] ?? '').padEnd(6, '0');
  return `${`${parts[1]}${fraction.slice(0, 4)}`.replace(/^0+(?=\d)/, '')}.${fraction.slice(4)}`;
}
