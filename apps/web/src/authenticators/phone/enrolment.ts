import { MessageSquareText } from 'lucide-react';
import type { EnrolmentChoice } from '../kind.ts';
import { enrolTexts } from './enrol-texts.ts';
import { PhoneCodePage } from './phone-code-page.tsx';
import { PhonePage } from './phone-page.tsx';

export const phoneEnrolment: EnrolmentChoice = { icon: MessageSquareText, texts: enrolTexts };

export const phonePages = { phone: PhonePage, 'phone/code': PhoneCodePage };
