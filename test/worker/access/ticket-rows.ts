const NO_LINK = "404 401 401 401  404 404 404 404 404 404 404 404  404 404 404  404 404 404 404  404 404 401 401 404";

/** Files and pages that a signed ticket opens, whoever holds it: asked for here without a sound one. */
export const TICKET_ROWS: Readonly<Record<string, string>> = {
  putUpload: NO_LINK,
  completeUpload: NO_LINK,
  getImage: NO_LINK,
  printProofs: NO_LINK,
};
