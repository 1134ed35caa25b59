import type { ThemeConfig } from 'antd';

/** One blue for what can be done; other colours for states alone, dark enough to be read on white and on their own tint. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#1554ad',
    colorInfo: '#1554ad',
    colorLink: '#1554ad',
    colorSuccess: '#2b7a0b',
    colorWarning: '#ad5f00',
    colorError: '#c21f1f',
    // The tints that follow from dark colours are grey.
    colorPrimaryBg: '#e9f1fc',
    colorInfoBg: '#eaf1fb',
    colorInfoBorder: '#bcd3f2',
    colorSuccessBg: '#e7f6e4',
    colorSuccessBorder: '#b5dfab',
    colorWarningBg: '#fdf3e0',
    colorWarningBorder: '#f0d3a0',
    colorErrorBg: '#fdecec',
    colorErrorBorder: '#f3b8b8',
    colorTextTertiary: 'rgb(0 0 0 / 62%)',
    colorTextDescription: 'rgb(0 0 0 / 62%)',
    colorTextPlaceholder: 'rgb(0 0 0 / 55%)',
    borderRadius: 6,
    borderRadiusLG: 8,
  },
  components: {
    Layout: {
      headerBg: '#fff',
      headerHeight: 52,
      headerPadding: '0 16px',
      siderBg: '#fff',
      bodyBg: '#f5f6f8',
    },
    Menu: { itemHeight: 34, itemMarginBlock: 2, groupTitleFontSize: 12 },
    Card: { headerHeight: 48, headerFontSize: 15 },
  },
};
