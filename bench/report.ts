import { median } from './load.ts';

/** What is printed while it is measured, and kept to be written: Markdown. */
export class Report {
  readonly #lines: string[] = [];
  readonly #ratios = new Map<string, number>();

  say(line: string): void {
    this.#lines.push(line);
    process.stdout.write(`${line}\n`);
  }

  table(title: string, columns: readonly string[]): void {
    this.say(`\n## ${title}\n`);
    this.row(columns);
    this.row(columns.map(() => '---'));
  }

  row(cells: readonly string[]): void {
    this.say(`| ${cells.join(' | ')} |`);
  }

  /** Remembers a ratio by what it compares, for the list of goals. */
  ratio(name: string, values: readonly number[]): void {
    this.#ratios.set(name, median(values));
  }

  /** Undefined for what was not measured. */
  ratioOf(name: string): number | undefined {
    return this.#ratios.get(name);
  }

  text(): string {
    return `${this.#lines.join('\n')}\n`;
  }
}
