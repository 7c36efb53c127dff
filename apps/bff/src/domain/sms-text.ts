import { type Language, language } from '@wattsense/contract/vocabulary';

const SEGMENT_UNITS = 160;

/** GSM 03.38, basic table without the escape. */
const GSM7 = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Its extension table: each takes two units. */
const GSM7_EXTENSION = new Set('\f^{}\\[~]|€');

const CODE_TEXT: Readonly<Record<Language, (code: string) => string>> = {
  en: (code) =>
    `${code} is your verification code for Wattsense Console.\nPlease use this code to verify your identity.`,
  fr: (code) =>
    `${code} est votre code de vérification pour Wattsense Console.\nUtilisez ce code pour confirmer votre identité.`,
};

const NUMBER_RETIRED_TEXT: Readonly<Record<Language, string>> = {
  en: 'This phone number no longer protects your Wattsense Console account.\nIf this was not you, contact support at once.',
  fr: "Ce numéro ne protège plus votre compte Wattsense Console.\nSi ce n'était pas vous, contactez le support sans attendre.",
};

/**
 * The message that brings a code. The code stands first, for lock screens; the last line binds it to the
 * console's origin, so that phones offer it there and nowhere else (Apple's domain-bound codes, WebOTP).
 * @param host the console's host name, without scheme and port.
 */
export function smsText(inLanguage: Language, code: string, host: string): string {
  return `${CODE_TEXT[inLanguage](code)}\n@${host} #${code}`;
}

/** The notice to a number that was replaced, removed or turned off. It carries no code and no link. */
export function numberRetiredText(inLanguage: Language): string {
  return NUMBER_RETIRED_TEXT[inLanguage];
}

/** Whether the text is one message of 160 GSM-7 units: one letter outside its alphabet doubles the price. */
export function isGsm7OneSegment(text: string): boolean {
  let units = 0;
  for (const character of text) {
    if (GSM7.has(character)) units += 1;
    else if (GSM7_EXTENSION.has(character)) units += 2;
    else return false;
  }
  return units <= SEGMENT_UNITS;
}

/** Whether the code's message stays one segment in every language with this host: at most 41 characters. */
export function smsHostFits(host: string): boolean {
  return language.options.every((each) => isGsm7OneSegment(smsText(each, '000000', host)));
}
