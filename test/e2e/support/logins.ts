import { inject } from "vitest";

/**
 * Somebody of the demo's. A code can be asked for three times in ten minutes and once in thirty seconds, so each test
 * is somebody else.
 */
export function userLogin(role: "admin" | "dispatcher" | "store", tenant: "Harbour" | "Meadow"): string {
  return only(inject("logins").filter((demo) => demo.role === role && demo.tenant.startsWith(tenant)));
}

export function driverLogin(number: number): string {
  const drivers = inject("logins").filter(({ login }) => login.startsWith("+"));
  return only(drivers.slice(number, number + 1));
}

function only(found: readonly { readonly login: string }[]): string {
  const [first, ...more] = found;
  if (!first || more.length > 0) throw new Error(`${found.length} logins fit, not one`);
  return first.login;
}
