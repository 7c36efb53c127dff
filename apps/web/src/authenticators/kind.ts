import type { Authenticator, SecurityView } from '@wattsense/contract/security';
import type { StepUpMethod, UnusableReason } from '@wattsense/contract/vocabulary';
import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { Texts } from '../i18n/texts.ts';
import type { ShownKind } from './shown.ts';

type WhyUnusable = Readonly<Record<UnusableReason, string>>;

/** What the console says of a kind on the home page, in the Security tab and among the events. */
export interface KindTexts {
  readonly name: string;
  /** Its window of the façade. */
  readonly window: { readonly label: string; readonly unusable: WhyUnusable; readonly replace: string };
  /** Before the date of its binding. */
  readonly added: string;
  /** Before how long ago it was used. */
  readonly used: string;
  readonly neverUsed: string;
  readonly unusable: WhyUnusable;
  readonly replace: string;
  readonly replaceThe: string;
  readonly removeThe: string;
  readonly addThe: string;
  readonly addWhy: string;
  /** Why none can be added here. */
  readonly notOffered?: string;
  readonly removal: {
    readonly title: string;
    readonly text: string;
    readonly keep: string;
    readonly done: string;
  };
  /** What the console asks for at sign-in when this is what is left. */
  readonly asks: string;
  /** Of a recommended kind, while a weaker one is being added: to add this one in its place. */
  readonly instead?: string;
  /** Among what is of no use once two-factor authentication is off. */
  readonly useless: string;
  readonly outcome: { readonly added: string; readonly replaced: string };
  /** The page that adds or replaces one leads back here: it cannot be done any more. */
  readonly withdrawn?: string;
  readonly events: { readonly added: string; readonly replaced: string; readonly removed: string };
  /** Its method: by itself, and how something was done by it. */
  readonly method: { readonly name: string; readonly by: string };
}

/** What is particular to a kind of authenticator wherever the console speaks of it. */
export interface Kind {
  readonly method: StepUpMethod;
  readonly texts: Texts<KindTexts>;
  /** Whether one can be added or replaced now; always, if nothing is given. */
  readonly offered?: (view: Pick<SecurityView, 'smsOffered'>) => boolean;
  /** Whether an account may have more than one. */
  readonly several?: true;
  /** Where another kind works, nothing is missing without it. */
  readonly weaker?: true;
}

/** A kind in one language. */
export interface SaidKind extends Required<Pick<Kind, 'offered'>>, Omit<Kind, 'texts' | 'offered'> {
  readonly kind: ShownKind;
  readonly t: KindTexts;
}

/** How a kind is drawn in the Security tab. */
export interface TabParts {
  readonly icon: LucideIcon;
  /** Which of its kind it is, beside its name. */
  readonly Which?: ComponentType<{ authenticator: Authenticator }>;
  /** One more fact in its row. */
  readonly Fact?: ComponentType<{ authenticator: Authenticator }>;
  /** Above the tab's cards: what this session began and has not finished. */
  readonly Unfinished?: ComponentType<{ view: SecurityView }>;
}

/** A kind among those to choose from when two-factor authentication is turned on. */
export interface EnrolmentChoice {
  readonly icon: LucideIcon;
  readonly texts: Texts<{
    readonly choice: {
      readonly name: string;
      readonly text: readonly string[];
      /** In its place where none can be added here. */
      readonly notOffered?: string;
    };
  }>;
}
