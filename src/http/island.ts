/** JSON inside HTML: no text in it may end the element that holds it. */
export function island(state: object): string {
  return JSON.stringify(state).replaceAll("<", String.raw`\u003c`);
}
