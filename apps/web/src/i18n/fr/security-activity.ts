import type { Client, SecurityEvent, SecurityEventKind } from '@wattsense/contract/security';
import type { AuthenticationMethod } from '@wattsense/contract/vocabulary';

const BY: Record<AuthenticationMethod, string> = {
  pwd: 'avec le mot de passe',
  otp: 'avec l’application',
  sms: 'avec un SMS',
  recovery: 'avec le code de récupération',
};

const by = ({ method }: SecurityEvent) => (method ? ` ${BY[method]}` : '');

const which = ({ authenticatorKind: kind }: SecurityEvent, app: string, phone: string, either: string) =>
  kind === 'app' ? app : kind === 'phone' ? phone : either;

const because = ({ reason }: SecurityEvent) => (reason ? `\u202f: ${reason}` : '');

/** What each event means to the owner of the account; a missing one is a compile error. */
const sentence: Record<SecurityEventKind, (event: SecurityEvent) => string> = {
  'signed-in': (event) => `Connexion${by(event)}`,
  'signed-out': () => 'Déconnexion',
  'wrong-password': ({ count }) => (count > 1 ? `Mots de passe incorrects\u202f: ${count}` : 'Mot de passe incorrect'),
  'password-guessed': () => 'Quelqu’un essaie des mots de passe\u202f: cent de plus étaient incorrects',
  'wrong-code': (event) => `Code incorrect${by(event)}${event.count > 1 ? `, ${event.count} fois` : ''}`,
  'second-factor-blocked': () => 'Codes refusés temporairement, après trop d’erreurs',
  'second-factor-disabled': () => 'Méthodes désactivées après trop de codes incorrects',
  'authenticator-added': (event) =>
    which(event, 'Application ajoutée', 'Téléphone ajouté', 'Méthode de double authentification ajoutée'),
  'authenticator-replaced': (event) =>
    which(event, 'Application remplacée', 'Numéro de téléphone changé', 'Méthode de double authentification remplacée'),
  'authenticator-removed': (event) =>
    which(event, 'Application retirée', 'Téléphone retiré', 'Méthode de double authentification retirée'),
  'two-factor-turned-off': () => 'Double authentification désactivée',
  'recovery-code-issued': () => 'Code de récupération affiché',
  'recovery-code-saved': () => 'Code de récupération enregistré',
  'recovery-code-replaced': () => 'Code de récupération remplacé',
  'recovery-code-used': () => 'Code de récupération utilisé pour se connecter',
  'session-ended': () => 'Un navigateur a été déconnecté',
  'sessions-ended': () => 'Les autres navigateurs ont été déconnectés',
  'password-changed': () => 'Mot de passe changé',
  'stepped-up': (event) => `Identité confirmée${by(event)}`,
  'account-created': () => 'Compte créé',
  'account-disabled': (event) => `Compte suspendu${because(event)}`,
  'account-enabled': (event) => `Compte rétabli${because(event)}`,
  'two-factor-reset': (event) => `Double authentification réinitialisée par le support${because(event)}`,
  'login-changed': () => 'Identifiant changé par le support',
  'details-changed': () => 'Nom ou langue changés par le support',
  'account-erased': (event) => `Compte effacé${because(event)}`,
};

const BROWSER: Record<Client['browser'], string> = {
  chrome: 'Chrome',
  edge: 'Edge',
  firefox: 'Firefox',
  safari: 'Safari',
  opera: 'Opera',
  samsung: 'Samsung Internet',
  other: 'Navigateur inconnu',
};

const PLATFORM: Record<Client['platform'], string | null> = {
  windows: 'Windows',
  macos: 'macOS',
  linux: 'Linux',
  android: 'Android',
  ios: 'iOS',
  chromeos: 'ChromeOS',
  other: null,
};

/** Events, browsers and methods in words. */
export const activity = {
  sentence,
  browser: ({ browser, platform }: Client) => {
    const on = PLATFORM[platform];
    return on ? `${BROWSER[browser]} sur ${on}` : BROWSER[browser];
  },
  network: (prefix: string) => `réseau ${prefix}`,
  methods: {
    pwd: 'mot de passe',
    otp: 'application',
    sms: 'SMS',
    recovery: 'code de récupération',
  } satisfies Record<AuthenticationMethod, string>,
};
