import { problemTexts as phone } from './phone/problem-texts.ts';

/** The problems that a kind alone can have. */
export const kindProblems = { fr: { ...phone.fr }, en: { ...phone.en } };
