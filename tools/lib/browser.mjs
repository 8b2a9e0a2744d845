// Opens a page in a browser that is installed on this machine, and takes what the page posts back.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const programs = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  firefox: ['firefox-esr', 'firefox'],
};

/** Path of a browser ('chromium', 'firefox'): named in STOKAST_CHROMIUM or STOKAST_FIREFOX, or on the path. */
export function findBrowser(kind) {
  const named = process.env[`STOKAST_${kind.toUpperCase()}`];
  if (named) return named;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = programs[kind].flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find((path) => existsSync(path));
}

/** As findBrowser, but throws when there is none. */
export function browserPath(kind) {
  const path = findBrowser(kind);
  if (path) return path;
  const variable = `STOKAST_${kind.toUpperCase()}`;
  throw new Error(`no ${kind} here: install Debian's ${programs[kind][0]}, or name one in ${variable}`);
}

const preferences = `user_pref('browser.shell.checkDefaultBrowser', false);
user_pref('datareporting.policy.dataSubmissionEnabled', false);
user_pref('toolkit.telemetry.reportingpolicy.firstRun', false);
user_pref('browser.startup.homepage_override.mstone', 'ignore');
user_pref('app.update.enabled', false);
user_pref('network.captive-portal-service.enabled', false);
`;

function argumentsFor(kind, profile, url) {
  if (kind === 'firefox') {
    mkdirSync(profile, { recursive: true });
    writeFileSync(join(profile, 'user.js'), preferences);
    return ['--headless', '--no-remote', '--profile', profile, url];
  }
  const quiet = ['--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'];
  // Chromium's sandbox does not start for root, as which CI runs; the page is ours.
  return [
    '--headless=new',
    '--no-sandbox',
    '--disable-dev-shm-usage',
    ...quiet,
    `--user-data-dir=${profile}`,
    url,
  ];
}

/**
 * Serves `script` as the script of a page, under a content-security policy when there is one, and `files` by path beside
 * it; `isolated`: so that the page has shared memory.
 */
function serve(script, { policy, files = {}, isolated }, posted) {
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        response.end();
        posted(JSON.parse(body));
      });
      return;
    }
    const served = { '/script.js': script, ...files }[request.url];
    response.setHeader('content-type', served ? 'text/javascript' : 'text/html; charset=utf-8');
    if (isolated) {
      response.setHeader('cross-origin-opener-policy', 'same-origin');
      response.setHeader('cross-origin-embedder-policy', 'require-corp');
    }
    if (policy) response.setHeader('content-security-policy', policy);
    response.end(
      served ?? '<!doctype html><title>stokast</title><script type="module" src="/script.js"></script>',
    );
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** Code of a page's script that posts what `expression` gives, or the error. */
export const posting = (expression) => `
const post = (body) => fetch('/result', { method: 'POST', body: JSON.stringify(body) });
addEventListener('error', (event) => post({ error: String(event.message) }));
try { post({ result: await (${expression}) }); } catch (error) { post({ error: String(error?.stack ?? error) }); }
`;

/** Runs `script` (a module that posts, see `posting`) in a page of its own; resolves to what it gives. */
export async function runInBrowser(kind, script, { seconds = 120, ...page } = {}) {
  const program = browserPath(kind);
  const profile = mkdtempSync(join(tmpdir(), `stokast-${kind}-`));
  let posted;
  const answer = new Promise((resolve) => (posted = resolve));
  const server = await serve(script, page, posted);
  const url = `http://127.0.0.1:${server.address().port}/`;
  // A group of its own: a browser is many processes, and all of them end together.
  const child = spawn(program, argumentsFor(kind, profile, url), {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk) => (log += chunk));
  const ended = new Promise((resolve) => child.on('close', resolve));
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve({ error: `no answer in ${seconds} s\n${log}` }), seconds * 1000);
  });
  const gone = ended.then((code) => ({ error: `${program} ended with ${code}\n${log}` }));
  try {
    const { result, error } = await Promise.race([answer, late, gone]);
    if (error) throw new Error(`${kind}: ${error}`);
    return result;
  } finally {
    clearTimeout(timer);
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGKILL');
    await ended;
    server.closeAllConnections();
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
