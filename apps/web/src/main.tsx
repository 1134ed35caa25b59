import './content-policy';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import { nonce } from './content-policy';
import 'dayjs/locale/zh-cn';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { Problem } from './client/api';
import { Routing } from './routes/routing';
import './style.css';
import { theme } from './ui/theme';

dayjs.locale('zh-cn');

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays one; only what never reached the server is asked again.
      retry: (count, error) => count < 2 && error instanceof Problem && error.status === 0,
      refetchOnWindowFocus: false,
    },
  },
});

// Who asks the system for less motion gets none.
const motion = !window.matchMedia('(prefers-reduced-motion: reduce)').matches;

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <QueryClientProvider client={client}>
      <ConfigProvider locale={zhCN} csp={{ nonce }} theme={{ ...theme, token: { ...theme.token, motion } }}>
        <App>
          <BrowserRouter basename="/app">
            <Routing />
          </BrowserRouter>
        </App>
      </ConfigProvider>
    </QueryClientProvider>,
  );
