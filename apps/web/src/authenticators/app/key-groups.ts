const GROUP = 4;

/** A key in groups of four, for reading and typing; the last one may be shorter. */
export function keyGroups(key: string): readonly string[] {
  const groups: string[] = [];
  for (let at = 0; at < key.length; at += GROUP) groups.push(key.slice(at, at + GROUP));
  return groups;
}
