/** What is said of the text message, among the ways to answer. */
export function smsOffer<O extends { readonly method: string }>({ methods }: { readonly methods: readonly O[] }) {
  return methods.find((one): one is Extract<O, { method: 'sms' }> => one.method === 'sms');
}
