import { Smartphone } from 'lucide-react';
import { useTexts } from '../../i18n/language.tsx';
import { CodeStepUp } from '../../security/step-up/code-step-up.tsx';
import { CodeAnswer } from '../../sign-in/code-answer.tsx';
import type { AnswerFormProps, KindAnswer, StepUpPartProps } from '../answer.ts';
import { answerTexts } from './answer-texts.ts';

function Form(props: AnswerFormProps) {
  return <CodeAnswer {...props} method="otp" words={useTexts(answerTexts)} />;
}

function StepUp(props: StepUpPartProps) {
  return <CodeStepUp ref={props.ref} method="otp" words={useTexts(answerTexts)} />;
}

/** The code that the app shows. */
export const appAnswer: KindAnswer = {
  icon: Smartphone,
  texts: answerTexts,
  useName: () => useTexts(answerTexts).name,
  Form,
  StepUp,
};
