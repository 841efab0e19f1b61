import { createQuestions } from "../shared/questions.ts";

const loadApi = () => import("./account-api.ts");
const loadPasskeys = () => import("./passkeys.ts");

/** One question at a time. Passkeys apart from the rest, because only those who have one need their code. */
export function createAsking() {
  const { busy, trouble, by } = createQuestions();
  return { busy, trouble, ask: by(loadApi), askPasskey: by(loadPasskeys) };
}

export type Asking = ReturnType<typeof createAsking>;
