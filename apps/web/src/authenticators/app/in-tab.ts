import { Smartphone } from 'lucide-react';
import type { TabParts } from '../kind.ts';

export const appInTab: TabParts = { icon: Smartphone };
