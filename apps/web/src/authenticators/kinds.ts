import type { AuthenticatorKind, Language } from '@wattsense/contract/vocabulary';
import { useLanguage } from '../i18n/language.tsx';
import { app } from './app/kind.ts';
import type { Kind, SaidKind } from './kind.ts';
import { phone } from './phone/kind.ts';
import type { ShownKind } from './shown.ts';

/** Every kind, the recommended one first, as the home page and the Security tab speak of it. */
const KINDS: Readonly<Record<ShownKind, Kind>> = { app, phone };

/** A kind that a newer server names is not among them. */
export type Kinds = ReadonlyMap<AuthenticatorKind, SaidKind>;

function said(language: Language): Kinds {
  const entries = Object.entries(KINDS) as [ShownKind, Kind][];
  return new Map(
    entries.map(([kind, { texts, offered = () => true, ...rest }]) => [
      kind,
      { ...rest, offered, kind, t: texts[language] },
    ]),
  );
}

export const kinds = { fr: said('fr'), en: said('en') };

/** The kinds in the language on screen. */
export function useKinds(): Kinds {
  return kinds[useLanguage()];
}
