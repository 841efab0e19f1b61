import { type Signal, signal } from "@preact/signals";
import type { OutputOf } from "../../protocol/api/endpoint.ts";
import type { listFactors } from "../../protocol/api/factors.ts";
import type { Session } from "../../protocol/api/sessions.ts";
import { leave } from "../shared/session.ts";
import { createAsking } from "./asking.ts";

export type Factors = OutputOf<typeof listFactors>;

/** Where the reader is signed in and what protects the account; null until it is known. */
export function createAccountLists() {
  const devices: Signal<readonly Session[] | null> = signal(null);
  const factors: Signal<Factors | null> = signal(null);
  const aboutDevices = createAsking();
  const aboutFactors = createAsking();

  async function loadDevices(): Promise<void> {
    const listed = await aboutDevices.ask((api) => api.sessions());
    if (listed) devices.value = listed.items;
  }

  async function loadFactors(): Promise<void> {
    factors.value = (await aboutFactors.ask((api) => api.factors())) ?? factors.value;
  }

  /** Says which of them were signed out; what failed is in `aboutDevices.trouble`. */
  async function end(chosen: readonly Session[]): Promise<readonly Session[]> {
    const ended: Session[] = [];
    for (const device of chosen) {
      if (!(await aboutDevices.ask((api) => api.end(device.id)))) break;
      ended.push(device);
      devices.value = devices.value?.filter((known) => known !== device) ?? null;
    }
    return ended;
  }

  async function signOut(): Promise<void> {
    if (await aboutDevices.ask((api) => api.signOut())) leave({ ended: false });
  }

  return { devices, factors, aboutDevices, aboutFactors, loadDevices, loadFactors, end, signOut };
}

export type AccountLists = ReturnType<typeof createAccountLists>;
