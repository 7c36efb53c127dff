export type ParsedSenders =
  | { readonly kind: 'ok'; readonly senders: ReadonlyMap<string, string> }
  | { readonly kind: 'refused'; readonly line: string };

/** Where a name as sender is refused or not delivered: the United States with their territories, and Canada. */
const NUMBERS_ONLY = new Set(['US', 'CA', 'PR', 'GU', 'VI', 'AS', 'MP', 'UM']);

/** Reads `SMS_NUMERIC_SENDERS`: a country and its sender's digits each, such as `US:18005550100`. */
export function parseNumericSenders(entries: readonly string[]): ParsedSenders {
  const senders = new Map<string, string>();
  for (const entry of entries) {
    const [, country, digits] = /^([A-Z]{2}):([1-9]\d{2,14})$/.exec(entry) ?? [];
    if (country === undefined || digits === undefined || senders.has(country))
      return {
        kind: 'refused',
        line: `SMS_NUMERIC_SENDERS: ${JSON.stringify(entry)} must be a country and digits without plus sign, such as US:18005550100, once a country`,
      };
    senders.set(country, digits);
  }
  return { kind: 'ok', senders };
}

/**
 * The sender for a country: its own number if there is one, else the name where names are allowed, else
 * the number of the United States, which serves their territories and Canada too.
 * @param country that of the number, not of its calling code: the Bahamas share +1 and allow names.
 * @returns null when nothing can be sent there.
 */
export function senderFor(country: string, name: string, numeric: ReadonlyMap<string, string>): string | null {
  const own = numeric.get(country);
  if (own !== undefined) return own;
  return NUMBERS_ONLY.has(country) ? (numeric.get('US') ?? null) : name;
}

/** The countries of `SMS_COUNTRIES` that something can be sent to: one without a sender is not offered. */
export function offeredCountries(config: {
  readonly SMS_COUNTRIES: readonly string[];
  readonly SMS_SENDER: string;
  readonly SMS_NUMERIC_SENDERS: readonly string[];
}): string[] {
  const parsed = parseNumericSenders(config.SMS_NUMERIC_SENDERS);
  const numeric = parsed.kind === 'ok' ? parsed.senders : new Map<string, string>();
  return config.SMS_COUNTRIES.filter((country) => senderFor(country, config.SMS_SENDER, numeric) !== null);
}
