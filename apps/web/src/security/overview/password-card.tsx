import { useId } from 'react';
import { ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Moment } from '../../ui/moment.tsx';
import { securityPaths } from '../security-paths.ts';
import { useSecurityTexts } from '../security-texts.ts';
import { CardHead } from './card-head.tsx';

export function PasswordCard(props: { changedAt: string }) {
  const t = useSecurityTexts().password;
  const id = useId();
  return (
    <Card labelledBy={id}>
      <CardHead
        id={id}
        title={t.title}
        end={<ButtonLink to={securityPaths.password}>{t.change}</ButtonLink>}
        text={
          <>
            <span>{t.changedOn}</span> <Moment at={props.changedAt} how="absolute" />
          </>
        }
      />
    </Card>
  );
}
