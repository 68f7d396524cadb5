import { describe, expect, it } from 'vitest';
import { inBrowser, noBrowser, type as send, useWorkspace } from './chromium.ts';

describe.skipIf(noBrowser)(inBrowser('the message box on the page'), () => {
  const bench = useWorkspace();

  it('offers the commands, by keys alone', async () => {
    const { page } = await bench.open();
    const box = page.getByLabel('Message #');
    await box.pressSequentially('/pap');
    expect(await box.getAttribute('role')).toBe('combobox');
    await page.keyboard.press('Enter');
    expect(await box.inputValue()).toBe('/papers ');
    await box.pressSequentially('su');
    await page.keyboard.press('ArrowDown');
    const active = await box.getAttribute('aria-activedescendant');
    expect(await page.locator(`#${active}`).getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('Enter');
    expect(await box.inputValue()).toBe('/papers subscribe ');
    expect(await page.getByRole('option').count()).toBe(0);
    await box.fill('/');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('option').count()).toBe(0);
    expect(await box.inputValue()).toBe('/');
    await box.fill('/papers help');
    await page.keyboard.press('Enter');
    await page.getByText('Write /papers and what you look for.').first().waitFor();
  });

  it('never takes Enter from a search that begins like a command', async () => {
    const { page } = await bench.open();
    await page.getByLabel('Message #').pressSequentially('/papers topic');
    expect(await page.getByRole('option').count()).toBe(1);
    await page.keyboard.press('Enter');
    await page.locator('.card').first().waitFor();
    expect(bench.workspace.service.asked[0]?.text).toBe('topic');
  });

  it('brings back what was sent, with the arrow keys', async () => {
    const { page } = await bench.open();
    const box = page.getByLabel('Message #');
    await send(page, '/papers one');
    await send(page, '/papers two');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await box.inputValue()).toBe('/papers one');
    await page.keyboard.press('ArrowDown');
    expect(await box.inputValue()).toBe('/papers two');
    await page.keyboard.press('ArrowDown');
    expect(await box.inputValue()).toBe('');
  });
});
