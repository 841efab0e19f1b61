import { askBy, type Asked } from "../shared/questions.ts";
import type * as Api from "./dispatch-api.ts";

export type DispatchApi = typeof Api;

export const loadDispatchApi = (): Promise<DispatchApi> => import("./dispatch-api.ts");

export function ask<T>(question: (api: DispatchApi) => Asked<T>): Asked<T> {
  return askBy(loadDispatchApi, question);
}
