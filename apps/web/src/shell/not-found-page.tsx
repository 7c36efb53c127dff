import { paths } from '../paths.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Flow } from '../ui/card.tsx';
import { StepHeading } from '../ui/step-heading.tsx';
import { useConsoleTexts } from './console-texts.ts';

export function NotFoundPage() {
  const t = useConsoleTexts().shell.notFound;
  return (
    <Flow>
      <StepHeading>{t.title}</StepHeading>
      <p>{t.text}</p>
      <p>
        <ButtonLink to={paths.home} variant="primary">
          {t.home}
        </ButtonLink>
      </p>
    </Flow>
  );
}
