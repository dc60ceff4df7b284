// `npm run dev:mock`: the mock API and vite's dev server, ended together.
import { spawn } from 'node:child_process';

const mockPort = process.env.MOCK_PORT ?? '5171';
const env = { ...process.env, MOCK_PORT: mockPort, CARILLON_API: `http://127.0.0.1:${mockPort}` };
const run = (...args) => spawn(process.execPath, args, { stdio: 'inherit', env });
const children = [run('dev/mock-api.mjs'), run('node_modules/vite/bin/vite.js', '--port', process.env.WEB_PORT ?? '5170', '--strictPort')];
const end = () => children.forEach((child) => child.kill());
children.forEach((child) => child.on('exit', end));
process.on('SIGINT', end);
process.on('SIGTERM', end);
