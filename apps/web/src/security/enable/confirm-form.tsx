import { type ReactNode, useState } from 'react';
import { useShared } from '../../i18n/shared-texts.ts';
import { Actions } from '../../ui/actions.tsx';
import { Button } from '../../ui/button.tsx';
import { CodeForm, type CodeWords } from '../../ui/code-form.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { usePageTitle } from '../../ui/step-heading.tsx';
import { useEnableTexts } from './enable-texts.ts';
import css from './flow.module.css';
import type { Confirm } from './use-confirm.ts';

/** The code that proves an enrolment, and Continue. */
export function ConfirmForm(props: {
  confirm: Confirm;
  /** The page's name, which the document's title tells with what is wrong. */
  page: string;
  words: CodeWords;
  /** Something else comes first, such as asking for a code. */
  second?: boolean;
  bySms?: boolean;
  /** The step has nothing else to do first. */
  focused?: boolean;
  /** Between the field and the button. */
  children?: ReactNode;
  /** Beside the button. */
  beside?: ReactNode;
}) {
  const { confirm, page, words, second = false, bySms, focused, children, beside } = props;
  const t = useEnableTexts();
  const shared = useShared();
  const [faulty, setFaulty] = useState(false);
  usePageTitle(page, faulty || confirm.trouble !== null);
  return (
    <CodeForm
      className={css.form}
      words={words}
      busy={confirm.busy}
      focused={focused}
      bySms={bySms}
      onFault={setFaulty}
      onCode={(code, refuse) => confirm.start({ proof: { code }, refused: words.refused, refuse })}
    >
      {children}
      <ProblemNotice problem={confirm.trouble} />
      <Actions>
        <Button type="submit" variant={second ? 'secondary' : 'primary'} busy={confirm.busy} busyWord={t.checking}>
          {shared.continue}
        </Button>
        {beside}
      </Actions>
    </CodeForm>
  );
}
