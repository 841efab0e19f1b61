import type { Failure } from "../domain/failure.ts";
import type { ItemProblem } from "../protocol/api/shipment-batches.ts";
import { titleOf } from "./problem.ts";

/** A failure of one item of many, in the words of the wire. */
export function itemProblem({ tag, errors }: Failure): ItemProblem {
  return { code: tag, title: titleOf(tag), ...(errors && { errors }) };
}
