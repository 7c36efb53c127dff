import { describe, expect } from 'vitest';
import { withApp } from '../http/routes-calls.ts';
import { test } from '../support/test.ts';

describe.each(['sqlite', 'postgres'] as const)('D058: choosing a language, on %s', (engine) => {
  const it = test.extend('options', { engine });

  it('is kept for the account of whoever is signed in, in every browser', async ({ world }) => {
    const { browser } = await withApp(world);
    const languageOf = async () => {
      const { body } = await browser.session();
      return body.state === 'authenticated' ? body.account.language : body.state;
    };
    for (const language of ['en', 'fr'] as const) {
      const answer = await browser.send('POST', '/api/language', { language });
      expect(answer.status).toBe(200);
      expect(await languageOf()).toBe(language);
    }
  });

  it('of a stranger is kept for the browser alone', async ({ world }) => {
    const stranger = world.browser();
    expect((await stranger.send('POST', '/api/language', { language: 'en' })).body).toEqual({ language: 'en' });
    expect(stranger.cookies.get('language')).toBe('en');
    expect((await stranger.session()).body.state).toBe('anonymous');
  });

  it('while the fresh recovery code is not fetched is kept for the browser alone: nothing of the account changes', async ({
    world,
  }) => {
    const { browser, login, recoveryCode } = await withApp(world);
    const before = (await browser.session()).body;
    const recovering = world.browser();
    await recovering.signIn(login);
    await recovering.answer('recovery', recoveryCode);
    const language = before.state === 'authenticated' && before.account.language === 'fr' ? 'en' : 'fr';
    expect((await recovering.send('POST', '/api/language', { language })).status).toBe(200);
    expect(recovering.cookies.get('language')).toBe(language);
    expect((await browser.session()).body).toMatchObject(before);
  });

  it('that the console does not speak is refused', async ({ world }) => {
    const answer = await world.browser().send('POST', '/api/language', { language: 'de' });
    expect(answer.problem).toMatchObject({ type: 'malformed', fields: ['language'] });
  });
});
