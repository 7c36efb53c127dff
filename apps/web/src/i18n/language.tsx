import type { Language } from '@wattsense/contract/vocabulary';
import { createContext, type ReactNode, use, useLayoutEffect, useMemo, useSyncExternalStore } from 'react';
import { createFormat, type Format } from './format.ts';
import type { Texts } from './texts.ts';

/** Each in its own words: whoever looks for it reads no other. */
export const LANGUAGE_NAMES = { fr: 'Français', en: 'English' } as const satisfies Record<Language, string>;

/** The first of the browser's languages that the console speaks, else French. */
export function preferredLanguage(preferences: readonly string[]): Language {
  for (const tag of preferences) {
    const primary = tag.toLowerCase().split('-')[0];
    if (primary === 'fr' || primary === 'en') return primary;
  }
  return 'fr';
}

/** The language that this browser is spoken to in, and whether somebody chose it since the last sign-out. */
let spoken: { readonly language: Language; readonly chosen: boolean } | null = null;

/** Speaks a language from now on; `chosen` by whoever is at the screen, rather than by the server from what it knows. */
export function speak(language: Language, chosen: boolean): void {
  spoken = { language, chosen };
  window.dispatchEvent(new Event('languagechange'));
}

/** What somebody chose and the server may not know of yet, or null. */
export function chosenLanguage(): Language | null {
  return spoken?.chosen ? spoken.language : null;
}

function whenLanguagesChange(changed: () => void): () => void {
  window.addEventListener('languagechange', changed);
  return () => window.removeEventListener('languagechange', changed);
}

/** The browser's language; `prerenderedIn` while a page is taken over that was rendered in that one. */
export function useBrowserLanguage(prerenderedIn: Language): Language {
  return useSyncExternalStore(
    whenLanguagesChange,
    () => spoken?.language ?? preferredLanguage(navigator.languages),
    () => prerenderedIn,
  );
}

interface Speech {
  readonly language: Language;
  readonly format: Format;
}

const Speaking = createContext<Speech>({
  language: 'fr',
  format: createFormat('fr'),
});

export function LanguageProvider(props: { language: Language; children: ReactNode }) {
  const { language, children } = props;
  useLayoutEffect(() => {
    // C098: a page that names another language than its texts is translated over by the browser.
    document.documentElement.lang = language;
  }, [language]);
  const speech = useMemo(() => ({ language, format: createFormat(language) }), [language]);
  return <Speaking value={speech}>{children}</Speaking>;
}

export function useLanguage(): Language {
  return use(Speaking).language;
}

/** Dates, times, countries and lists in the language on screen. */
export function useFormat(): Format {
  return use(Speaking).format;
}

/** The texts of one screen in the language on screen. */
export function useTexts<T>(texts: Texts<T>): T {
  return texts[use(Speaking).language];
}

/** A hook for the texts of one screen. */
export function textsHook<T>(texts: Texts<T>): () => T {
  return () => useTexts(texts);
}
