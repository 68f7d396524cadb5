import { afterEach, describe, expect, it } from 'vitest';
import { doubtful, type Finding, failed, well } from '../../../src/model/finding.ts';
import { openBrowser, openOperator, openWorkspace, type Workspace } from './workspace.ts';

const FOUND: Finding[] = [
  well('store', 'It is well.'),
  failed('slack', 'It is away.', 'Check it.'),
  doubtful('disk', 'It is full.'),
];

let workspace: Workspace | undefined;
afterEach(() => workspace?.stop());

describe('the checks of an installation', () => {
  it('are shown on the machine that it runs on, one look for all who ask within ten seconds', async () => {
    let looks = 0;
    const examine = async () => {
      looks++;
      return FOUND;
    };
    workspace = await openWorkspace({ examine });
    const browser = await openOperator(workspace);
    for (let asked = 0; asked < 5; asked++)
      expect(await (await browser.get('/api/checks')).json()).toEqual({ findings: FOUND });
    expect(looks).toBe(1);
    workspace.now.at += 10_000;
    await browser.get('/api/checks');
    expect(looks).toBe(2);
  });

  it('are nobody’s to see where other machines reach the workspace, or another site asks', async () => {
    workspace = await openWorkspace({ examine: async () => FOUND, host: '0.0.0.0' });
    const other = await fetch(`http://127.0.0.1:${workspace.port}/api/checks`);
    expect(other.status).toBe(403);
    expect(await other.text()).toContain('paperboy doctor');
    await workspace.stop();
    workspace = await openWorkspace({ examine: async () => FOUND });
    expect((await openBrowser(workspace.address).get('/api/checks')).status).toBe(403);
    const operator = await openOperator(workspace);
    expect((await operator.get('/api/checks', { 'x-forwarded-for': '203.0.113.9' })).status).toBe(403);
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    expect((await operator.get('/api/checks', headers)).status).toBe(403);
  });
});
