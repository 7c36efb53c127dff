import type { SecurityEvent } from '@wattsense/contract/security';
import type { AuthenticationMethod, Language } from '@wattsense/contract/vocabulary';
import { kinds } from '../authenticators/kinds.ts';
import { activity as en } from '../i18n/en/security-activity.ts';
import { activity as fr } from '../i18n/fr/security-activity.ts';
import { useLanguage } from '../i18n/language.tsx';

const TEXTS = { fr, en };

/** What happened, by what and from where, in one language. */
export function activityWords(language: Language) {
  const { sentence, methods, ...others } = TEXTS[language];
  const ways = new Map<AuthenticationMethod, { name: string; by: string }>([
    ['pwd', methods.pwd],
    ...[...kinds[language].values()].map(({ method, t }) => [method, t.method] as const),
    ['recovery', methods.recovery],
  ]);
  return {
    ...others,
    /** In the order in which methods are named. */
    ways,
    sentence: (event: SecurityEvent): string => {
      const way = event.method && ways.get(event.method);
      const kind = event.authenticatorKind && kinds[language].get(event.authenticatorKind);
      return sentence[event.kind](event, { by: way ? ` ${way.by}` : '', changed: kind?.t.events });
    },
  };
}

const words = { fr: activityWords('fr'), en: activityWords('en') };

export function useActivityWords() {
  return words[useLanguage()];
}
