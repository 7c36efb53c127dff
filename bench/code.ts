import { generateSync } from 'otplib';
import { SECRET } from './protocol.ts';

/** What an app with the benchmark's secret shows at an instant (milliseconds since the epoch). */
export const codeAt = (ms: number): string => generateSync({ secret: SECRET, epoch: Math.floor(ms / 1000) });
