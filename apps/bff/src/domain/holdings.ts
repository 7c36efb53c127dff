/**
 * Counts what each holds at once.
 * @returns what takes one more for somebody, and gives what lets go of it; null where they have their most.
 */
export function holdings(most: number): (who: string) => (() => void) | null {
  const held = new Map<string, number>();
  return (who) => {
    const count = held.get(who) ?? 0;
    if (count >= most) return null;
    held.set(who, count + 1);
    return () => {
      const left = (held.get(who) ?? 1) - 1;
      if (left > 0) held.set(who, left);
      else held.delete(who);
    };
  };
}
