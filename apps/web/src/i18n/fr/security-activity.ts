import type { Client, SecurityEvent, SecurityEventKind } from '@wattsense/contract/security';
import type { KindTexts } from '../../authenticators/kind.ts';
import { BROWSER_NAMES, PLATFORM_NAMES } from '../browser-names.ts';

/** What the room of its method or kind says of an event. */
export interface Said {
  /** " with the app", or nothing. */
  readonly by: string;
  readonly changed: KindTexts['events'] | undefined;
}

const because = ({ reason }: SecurityEvent) => (reason ? `\u202f: ${reason}` : '');

/** What each event means to the owner of the account; a missing one is a compile error. */
const sentence: Record<SecurityEventKind, (event: SecurityEvent, said: Said) => string> = {
  'signed-in': (_, { by }) => `Connexion${by}`,
  'signed-out': () => 'Déconnexion',
  'wrong-password': ({ count }) => (count > 1 ? `Mots de passe incorrects\u202f: ${count}` : 'Mot de passe incorrect'),
  'password-guessed': () => 'Quelqu’un essaie des mots de passe\u202f: cent de plus étaient incorrects',
  'wrong-code': ({ count }, { by }) => `Code incorrect${by}${count > 1 ? `, ${count} fois` : ''}`,
  'second-factor-blocked': () => 'Codes refusés temporairement, après trop d’erreurs',
  'second-factor-disabled': () => 'Méthodes désactivées après trop de codes incorrects',
  'authenticator-added': (_, { changed }) => changed?.added ?? 'Méthode de double authentification ajoutée',
  'authenticator-replaced': (_, { changed }) => changed?.replaced ?? 'Méthode de double authentification remplacée',
  'authenticator-removed': (_, { changed }) => changed?.removed ?? 'Méthode de double authentification retirée',
  'two-factor-turned-off': () => 'Double authentification désactivée',
  'recovery-code-issued': () => 'Code de récupération affiché',
  'recovery-code-saved': () => 'Code de récupération enregistré',
  'recovery-code-replaced': () => 'Code de récupération remplacé',
  'recovery-code-used': () => 'Code de récupération utilisé pour se connecter',
  'session-ended': () => 'Un navigateur a été déconnecté',
  'sessions-ended': () => 'Les autres navigateurs ont été déconnectés',
  'password-changed': () => 'Mot de passe changé',
  'stepped-up': (_, { by }) => `Identité confirmée${by}`,
  'account-created': () => 'Compte créé',
  'account-disabled': (event) => `Compte suspendu${because(event)}`,
  'account-enabled': (event) => `Compte rétabli${because(event)}`,
  'two-factor-reset': (event) => `Double authentification réinitialisée par le support${because(event)}`,
  'login-changed': () => 'Identifiant changé par le support',
  'details-changed': () => 'Nom ou langue changés par le support',
  'account-erased': (event) => `Compte effacé${because(event)}`,
};

/** Events and browsers in words, and the methods that no kind of authenticator has. */
export const activity = {
  sentence,
  browser: ({ browser, platform }: Client) => {
    const name = BROWSER_NAMES[browser] ?? 'Navigateur inconnu';
    const on = PLATFORM_NAMES[platform];
    return on ? `${name} sur ${on}` : name;
  },
  network: (prefix: string) => `réseau ${prefix}`,
  methods: {
    pwd: { name: 'mot de passe', by: 'avec le mot de passe' },
    recovery: { name: 'code de récupération', by: 'avec le code de récupération' },
  },
};
