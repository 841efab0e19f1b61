declare global {
  interface Navigator {
    /** Only some browsers tell. */
    readonly connection?: { readonly saveData?: boolean };
  }
}

/** Whether somebody has said that each megabyte is dear: a map is one. */
export function sparesData(): boolean {
  return navigator.connection?.saveData ?? false;
}
