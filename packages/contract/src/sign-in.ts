import * as z from 'zod/mini';
import { otpProof, passkeyProof, recoveryProof, smsProof, typedSecret } from './methods.ts';

export const signInRequest = z.strictObject({
  login: z.string().check(z.minLength(1), z.maxLength(320)),
  password: typedSecret.check(z.minLength(1)),
});
export type SignInRequest = z.infer<typeof signInRequest>;

export const answerRequest = z.discriminatedUnion('method', [otpProof, smsProof, passkeyProof, recoveryProof]);
export type AnswerRequest = z.infer<typeof answerRequest>;
