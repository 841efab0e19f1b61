import { createQuestions } from "../shared/questions.ts";
import type * as Api from "./team-api.ts";

export type TeamApi = typeof Api;

export const loadTeamApi = () => import("./team-api.ts");

export function createAsking() {
  const { busy, trouble, by } = createQuestions();
  return { busy, trouble, ask: by(loadTeamApi) };
}
