import * as z from "zod";
import { ProofId, ShipmentId } from "./ids.ts";

/** What a delivery can be proved with. */
export const ProofKind = z.enum(["photo", "signature", "pin", "barcode", "note", "id-check", "cash"]);
export type ProofKind = z.infer<typeof ProofKind>;

/** Those that are files. */
export const FileProofKind = ProofKind.extract(["photo", "signature"]);
export type FileProofKind = z.infer<typeof FileProofKind>;

/** Who says so: the driver at the door, or a colleague who enters it by hand. */
export const ProofSource = z.enum(["driver", "staff"]);
export type ProofSource = z.infer<typeof ProofSource>;

/** Whether the papers that were shown fit. */
export const IdCheck = z.enum(["passed", "failed"]);
export type IdCheck = z.infer<typeof IdCheck>;

/** Each kind once. */
export const ProofKinds = z
  .array(ProofKind)
  .max(ProofKind.options.length)
  .refine((kinds) => new Set(kinds).size === kinds.length, { message: "must not name a kind twice" });

/** A proof by the id that its device gave it: what belongs to it may follow when there is a network. */
export const NamedProof = z.strictObject({ shipmentId: ShipmentId, proofId: ProofId });
export type NamedProof = z.infer<typeof NamedProof>;
