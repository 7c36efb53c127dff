import { ask, bff } from '../api/client.ts';
import { LANGUAGE_NAMES, speak, useLanguage } from '../i18n/language.tsx';
import css from './sign-in-layout.module.css';

/** The other language, in its own words. The server remembers it for this browser. */
export function LanguageSwitch() {
  const other = useLanguage() === 'fr' ? 'en' : 'fr';
  const choose = () => {
    speak(other, true);
    // Not remembered, it still holds for this page.
    ask(bff.language.$post({ json: { language: other } })).catch(() => {});
  };
  return (
    <button type="button" lang={other} translate="no" className={css.language} onClick={choose}>
      {LANGUAGE_NAMES[other]}
    </button>
  );
}
