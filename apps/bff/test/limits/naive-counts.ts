/**
 * What is counted of passwords, written down once more as lists of what happened: no rows, no runs, no payments.
 * A count is how many failures stand in its list. Time is in seconds.
 */
interface Happened {
  /** The login and address that tried. */
  readonly by: string;
  /** Null while it is under way. */
  judged: boolean;
}

interface Figures {
  readonly first: number;
  readonly wait: number;
  readonly longest: number;
  readonly forgotten: number;
  /** A network's hour runs from its beginning, the others' quiet from their last failure. */
  readonly byTheHour?: boolean;
}

const OWN: Figures = { first: 5, wait: 1, longest: 900, forgotten: 900 };
const LOGIN: Figures = { first: 20, wait: 2, longest: 300, forgotten: 2_592_000 };
const CLIENT: Figures = { first: 30, wait: 600, longest: 600, forgotten: 600 };
const NETWORK: Figures = { first: 120, wait: 30, longest: 600, forgotten: 3600, byTheHour: true };

class NaiveCount {
  readonly #figures: Figures;
  #list: Happened[] = [];
  /** Waits by what brought them about; one that was brought about by a try that was no failure is gone with it. */
  #waits: { readonly until: number; readonly why: Happened }[] = [];
  #began: number | null = null;
  #last = Number.NEGATIVE_INFINITY;

  constructor(figures: Figures) {
    this.#figures = figures;
  }

  #until(): number {
    return Math.max(Number.NEGATIVE_INFINITY, ...this.#waits.map(({ until }) => until));
  }

  #forget(now: number): void {
    const { forgotten, byTheHour } = this.#figures;
    const since = byTheHour ? (this.#began ?? now) : Math.max(this.#last, this.#until());
    if (now - since > forgotten && this.#until() <= now) this.clear();
  }

  isOpen(now: number): boolean {
    return this.#until() <= now;
  }

  add(what: Happened, now: number): void {
    this.#forget(now);
    const { first, wait, longest } = this.#figures;
    this.#began ??= now;
    this.#list.push(what);
    this.#last = now;
    const failed = this.#list.length;
    if (failed >= first) this.#waits.push({ until: now + Math.min(wait * 2 ** (failed - first), longest), why: what });
  }

  /** A try that proved right was never a failure, and brought no wait about. */
  wasRight(what: Happened): void {
    this.#list = this.#list.filter((one) => one !== what);
    this.#waits = this.#waits.filter(({ why }) => why !== what);
  }

  /** Judged failures of one login and address, which has proven right since. */
  forgive(by: string): void {
    this.#list = this.#list.filter((one) => one.by !== by || !one.judged);
  }

  clear(): void {
    this.#list = [];
    this.#waits = [];
    this.#began = null;
  }

  holds(what: Happened): boolean {
    return this.#list.includes(what);
  }

  get failed(): number {
    return this.#list.length;
  }
}

export interface NaiveTry extends Happened {
  readonly login: string;
  readonly address: string;
}

export class NaiveCounts {
  readonly #counts = new Map<string, NaiveCount>();
  /** Wrong passwords that were looked at, by login and by address. */
  readonly looked: NaiveTry[] = [];

  #count(kind: string, what: string, figures: Figures): NaiveCount {
    const key = `${kind} ${what}`;
    const found = this.#counts.get(key) ?? new NaiveCount(figures);
    this.#counts.set(key, found);
    return found;
  }

  own = (login: string, address: string) => this.#count('own', `${login} ${address}`, OWN);
  login = (login: string) => this.#count('login', login, LOGIN);
  client = (address: string) => this.#count('client', address, CLIENT);
  network = (address: string) => this.#count('network', address.replace(/\.\d+$/, ''), NETWORK);

  get failed(): number[] {
    return [...this.#counts.values()].map((count) => count.failed);
  }

  /** Null where a wait stands. */
  begin(login: string, address: string, now: number): NaiveTry | null {
    const waits = [this.own(login, address), this.login(login), this.client(address), this.network(address)];
    if (!waits.every((count) => count.isOpen(now))) return null;
    const tried = { by: `${login} ${address}`, login, address, judged: false };
    this.own(login, address).add(tried, now);
    this.login(login).add(tried, now);
    return tried;
  }

  wrong(tried: NaiveTry, now: number): void {
    tried.judged = true;
    this.looked.push(tried);
    // Forgotten since, as by a success meanwhile: what fails after that is counted anew.
    const own = this.own(tried.login, tried.address);
    if (!own.holds(tried)) own.add(tried, now);
    this.client(tried.address).add(tried, now);
    this.network(tried.address).add(tried, now);
  }

  right(tried: NaiveTry): void {
    const { login, address, by } = tried;
    this.own(login, address).clear();
    this.login(login).wasRight(tried);
    for (const shared of [this.login(login), this.client(address), this.network(address)]) shared.forgive(by);
  }
}
