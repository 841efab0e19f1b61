/** In the order in which they are written. */
export function keysOf<Key extends string>(values: Readonly<Record<Key, unknown>>): Key[] {
  const keys: Key[] = [];
  for (const key in values) keys.push(key);
  return keys;
}
