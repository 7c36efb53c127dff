import { expect, it } from 'vitest';
import { supportTarget } from './support-link.tsx';

it('opens a page beside the console, and an e-mail in its place', () => {
  expect(supportTarget('https://support.example.com/help')).toEqual({
    href: 'https://support.example.com/help',
    target: '_blank',
    rel: 'noopener noreferrer',
  });
  expect(supportTarget('mailto:support@example.com')).toEqual({ href: 'mailto:support@example.com' });
});

it.each(['javascript:alert(1)', 'data:text/html,x', '', '/relative', 'vbscript:x'])('has no link for %j', (url) => {
  expect(supportTarget(url)).toBeNull();
});
