import type { ChallengedView } from '@wattsense/contract/session';
import type { StepUpRequest } from '@wattsense/contract/step-up';
import type { UnusableReason } from '@wattsense/contract/vocabulary';
import type { LucideIcon } from 'lucide-react';
import type { ComponentType, Ref } from 'react';
import type { RefusedCode } from '../api/problem-sentences.ts';
import type { Texts } from '../i18n/texts.ts';
import type { StepUpDemand } from '../security/step-up/step-up-gate.ts';
import type { Answer, Wait } from '../sign-in/use-answer.ts';

export interface AnswerTexts {
  /** In the step-up dialog, where another method is at hand: "Use the app instead". */
  readonly instead: string;
  readonly unusable: Readonly<Record<UnusableReason, string>>;
  /** What its refused answers mean, where it is a code. */
  readonly refused?: RefusedCode;
}

export interface AnswerFormProps {
  readonly view: ChallengedView;
  readonly answer: Answer;
  readonly wait: Wait | null;
  /** Picked by the person, rather than shown first. */
  readonly chosen: boolean;
  /** Told whether something is wrong with what is typed. */
  readonly onFault: (found: boolean) => void;
}

/** A way to answer the challenge: the form with its button. */
export interface ChallengeAnswer {
  readonly icon: LucideIcon;
  /** Its name among the other ways. */
  readonly useName: (view: ChallengedView) => string;
  readonly Form: ComponentType<AnswerFormProps>;
}

export type StepUpAnswer = NonNullable<StepUpRequest['answer']>;

/** The methods whose answer is a code. */
export type CodeMethod = Extract<StepUpAnswer, { readonly code: string }>['method'];

/** What the dialog asks of the part that stands beside the password. */
export interface StepUpPart {
  /** The answer to send, or null where there is none to give yet, which it has said itself by then. */
  give(): Promise<StepUpAnswer> | null;
  /** Says that the answer was refused. */
  refuse(sentence: string): void;
  focus(): void;
}

export interface StepUpPartProps {
  readonly demand: StepUpDemand;
  readonly ref: Ref<StepUpPart>;
  /** Another one: the challenge is another, in which nothing that was sent for the last one is of use. */
  readonly round: number;
}

/** How the method of a kind is proven: at sign-in, and beside the password in the step-up dialog. */
export interface KindAnswer extends ChallengeAnswer {
  readonly texts: Texts<AnswerTexts>;
  readonly StepUp: ComponentType<StepUpPartProps>;
}
