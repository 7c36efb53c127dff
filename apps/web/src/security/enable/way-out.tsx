import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import { useKinds } from '../../authenticators/kinds.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { enrolPath, securityPaths } from '../security-paths.ts';
import { useEnableTexts } from './enable-texts.ts';
import { useTurningOn } from './use-once-known.ts';

/** Beside an enrolment's button: back to the tab, or from a weaker kind to the recommended one. */
export function WayOut(props: { kind: AuthenticatorKind }) {
  const turningOn = useTurningOn();
  const t = useEnableTexts();
  const kinds = useKinds();
  const better = kinds.get(props.kind)?.weaker ? [...kinds.values()].find(({ weaker }) => !weaker) : undefined;
  if (turningOn && better)
    return (
      <ButtonLink to={enrolPath(better.kind, null)} variant="quiet">
        {better.t.instead}
      </ButtonLink>
    );
  return (
    <ButtonLink to={securityPaths.tab} variant="quiet">
      {turningOn ? t.leave : t.leaveAdding}
    </ButtonLink>
  );
}
