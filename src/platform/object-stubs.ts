/** The only place that names an object. One fixed name per class serves health checks: it holds no trip and no region. */
const PROBE = "health-probe";

/** Wakes one object of each class and has it read its disk. */
export async function probeObjects(env: Pick<Env, "TRIP" | "REGION">): Promise<void> {
  await Promise.all([env.TRIP.getByName(PROBE).probe(), env.REGION.getByName(PROBE).probe()]);
}
