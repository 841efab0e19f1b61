const ADMINS = "401 401 401 401  200 403 403 403 403 403 403 403  403 403 403  200 403 403 403  403 403 401 401 403";
const THEIR_ADMIN =
  "401 401 401 401  200 403 403 403 403 403 403 403  403 403 403  404 403 403 403  403 403 401 401 403";

/** Regions, the tenant's rules and who its drivers are, in the columns of the other operations. */
export const TENANCY_ROWS: Readonly<Record<string, string>> = {
  createRegion: "401 401 401 401  201 403 403 403 403 403 403 403  403 403 403  201 403 403 403  403 403 401 401 403",
  // A driver sees the one it is at home in.
  getRegion: "401 401 401 401  200 200 404 200 200 200 200 200  200 403 403  404 404 404 404  403 403 401 401 403",
  changeRegion: THEIR_ADMIN,
  closeRegion: THEIR_ADMIN,
  getSettings: ADMINS,
  replaceSettings: ADMINS,
  changeDriver: "401 401 401 401  200 200 404 403 403 404 404 200  403 403 403  404 403 404 403  403 403 401 401 403",
};
