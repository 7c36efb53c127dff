import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const RULES = resolve(import.meta.dirname, '..', '..', '..', '..', 'deploy', 'prometheus-alerts.yml');

/** The series that an alert asks for: a metric, and what its labels have to be. */
export interface Selector {
  readonly text: string;
  readonly metric: string;
  readonly fits: (labels: ReadonlyMap<string, string>) => boolean;
}

export interface Alert {
  readonly name: string;
  readonly series: readonly Selector[];
}

/** The rules that ship, as far as it takes to know what each of them watches. */
export function readAlerts(): Alert[] {
  const [, ...rules] = readFileSync(RULES, 'utf8').split(/^ {6}- alert: /m);
  return rules.map((rule) => {
    const name = /^\w+/.exec(rule)?.[0] ?? '';
    const expression = /^ {8}expr: (.+)$/m.exec(rule)?.[1] ?? '';
    const asked = new Set(expression.match(/\b(?:up|console_\w+|nodejs_\w+)(?:\{[^}]*\})?/g));
    return { name, series: [...asked].map(selector) };
  });
}

function selector(text: string): Selector {
  const [metric = '', within = ''] = text.split(/[{}]/);
  const wanted = [...within.matchAll(/(\w+)(=~|!=|=)"([^"]*)"/g)]
    // Given by whoever scrapes, and by the server to none of its series.
    .filter(([, label]) => label !== 'job')
    .map(([, label = '', how, value = '']) => ({ label, how, value }));
  return {
    text,
    metric,
    fits: (labels) =>
      wanted.every(({ label, how, value }) => {
        const has = labels.get(label) ?? '';
        if (how === '=~') return new RegExp(`^(?:${value})$`).test(has);
        return how === '!=' ? has !== value : has === value;
      }),
  };
}

/** The sum of what a selector finds in a text that Prometheus would scrape; undefined where there is no such series. */
export function sumOf({ metric, fits }: Selector, scraped: string): number | undefined {
  const found = scraped.split('\n').flatMap((line) => {
    const [, name, within = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    const labels = new Map([...within.matchAll(/(\w+)="([^"]*)"/g)].map(([, label = '', is = '']) => [label, is]));
    return name === metric && fits(labels) ? [Number(value)] : [];
  });
  return found.length === 0 ? undefined : found.reduce((sum, one) => sum + one);
}
