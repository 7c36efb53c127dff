import { signIn as en } from '../i18n/en/sign-in.ts';
import { signIn as fr } from '../i18n/fr/sign-in.ts';
import { textsHook } from '../i18n/language.tsx';

export const useSignInTexts = textsHook({ fr, en });
