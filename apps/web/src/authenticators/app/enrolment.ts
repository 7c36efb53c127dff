import { Smartphone } from 'lucide-react';
import type { EnrolmentChoice } from '../kind.ts';
import { AppPage } from './app-page.tsx';
import { enrolTexts } from './enrol-texts.ts';

export const appEnrolment: EnrolmentChoice = { icon: Smartphone, texts: enrolTexts };

export const appPages = { app: AppPage };
