import * as z from "zod";

export const ProofKind = z.enum(["photo", "signature", "pin", "barcode", "note"]);
export type ProofKind = z.infer<typeof ProofKind>;
