import * as z from 'zod/mini';
import { challengeMethod } from './vocabulary.ts';

/** A secret or code as typed: a string of sane length. What it means is judged by the server. */
export const typedSecret = z.string().check(z.maxLength(1024));

export const signInRequest = z.strictObject({
  login: z.string().check(z.minLength(1), z.maxLength(320)),
  password: typedSecret.check(z.minLength(1)),
});
export type SignInRequest = z.infer<typeof signInRequest>;

export const answerRequest = z.strictObject({
  method: challengeMethod,
  code: typedSecret,
});
export type AnswerRequest = z.infer<typeof answerRequest>;
