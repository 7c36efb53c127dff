import type { ClientProblemByType } from '../../api/client-problem.ts';
import type { ProblemSentences } from '../../api/problem-sentences.ts';

type Of = Pick<
  ProblemSentences,
  'no-code-sent' | 'phone-refused' | 'sms-not-offered' | 'too-many-messages' | 'sms-not-sent'
>;
type Numbers = Record<ClientProblemByType['phone-refused']['reason'], string>;
type Failures = Record<ClientProblemByType['sms-not-sent']['failure'], string>;

const NUMBER_FR: Numbers = {
  'not-a-number': 'Ce numéro n’est pas reconnu. Indiquez un numéro de mobile, avec ou sans indicatif.',
  'too-short': 'Ce numéro est trop court. Vérifiez qu’il est complet.',
  'too-long': 'Ce numéro est trop long. Vérifiez-le.',
  'not-mobile': 'Ce numéro est un fixe\u202f: indiquez un numéro de mobile.',
  premium: 'Ce numéro est surtaxé ou spécial\u202f: indiquez un numéro de mobile.',
  extension: 'Indiquez un numéro de mobile sans numéro de poste.',
  'country-not-served': 'Nous n’envoyons pas encore de SMS vers ce pays.',
};

const FAILURE_FR: Failures = {
  'invalid-number': 'Le SMS n’a pas pu être remis\u202f: ce numéro n’existe pas.',
  'destination-blocked': 'Le SMS n’a pas pu être remis\u202f: ce numéro ne peut pas en recevoir de notre part.',
  'recipient-refuses': 'Le SMS n’a pas pu être remis\u202f: ce numéro refuse nos messages.',
  throttled: 'Le SMS n’a pas pu être envoyé. Réessayez dans une minute.',
  unreachable: 'Le SMS n’a pas pu être remis. Vérifiez que le téléphone est allumé et capte.',
  filtered: 'Le SMS n’a pas pu être remis\u202f: l’opérateur l’a bloqué. Choisissez une autre méthode.',
  expired: 'Le SMS n’a pas été remis à temps. Réessayez.',
  provider: 'Le SMS n’a pas pu être envoyé. Réessayez ou choisissez une autre méthode.',
};

const fr: Of = {
  'no-code-sent': () =>
    'Aucun SMS n’a été envoyé ici\u202f: il n’y a pas encore de code à saisir. Demandez un SMS d’abord.',
  'phone-refused': ({ reason }) => NUMBER_FR[reason],
  'sms-not-offered': () => 'Aucun SMS n’est envoyé pour le moment. Choisissez une autre méthode.',
  'too-many-messages': ({ retryAfterSeconds, earlierCodeWorks }, { timeIn }) =>
    `Trop de SMS demandés. Réessayez à ${timeIn(retryAfterSeconds)}.${earlierCodeWorks ? ' Un code déjà reçu reste valable.' : ''}`,
  'sms-not-sent': ({ failure }) => FAILURE_FR[failure],
};

const NUMBER_EN: Numbers = {
  'not-a-number': 'This number isn’t recognised. Enter a mobile number, with or without its country code.',
  'too-short': 'This number is too short. Check that it is complete.',
  'too-long': 'This number is too long. Check it.',
  'not-mobile': 'This is a landline: enter a mobile number.',
  premium: 'This is a premium or special number: enter a mobile number.',
  extension: 'Enter a mobile number without an extension.',
  'country-not-served': 'We don’t send texts to this country yet.',
};

const FAILURE_EN: Failures = {
  'invalid-number': 'The text message could not be delivered: this number does not exist.',
  'destination-blocked': 'The text message could not be delivered: this number can’t receive ours.',
  'recipient-refuses': 'The text message could not be delivered: this number refuses our messages.',
  throttled: 'The text message could not be sent. Try again in a minute.',
  unreachable: 'The text message could not be delivered. Check that the phone is on and has a signal.',
  filtered: 'The text message could not be delivered: the network blocked it. Use another method.',
  expired: 'The text message was not delivered in time. Try again.',
  provider: 'The text message could not be sent. Try again or use another method.',
};

const en: Of = {
  'no-code-sent': () => 'No text message has been sent here, so there is no code to enter yet. Ask for a text first.',
  'phone-refused': ({ reason }) => NUMBER_EN[reason],
  'sms-not-offered': () => 'No text messages are being sent at the moment. Use another method.',
  'too-many-messages': ({ retryAfterSeconds, earlierCodeWorks }, { timeIn }) =>
    `Too many text messages requested. Try again at ${timeIn(retryAfterSeconds)}.${earlierCodeWorks ? ' A code you have already received still works.' : ''}`,
  'sms-not-sent': ({ failure }) => FAILURE_EN[failure],
};

/** What may go wrong with a number and with a text message. */
export const problemTexts = { fr, en };
