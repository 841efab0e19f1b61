import { type Signal, signal } from "@preact/signals";
import type { OutputOf } from "../../protocol/api/endpoint.ts";
import type { listFactors } from "../../protocol/api/factors.ts";
import type { Me } from "../../protocol/api/me.ts";
import type { Session } from "../../protocol/api/sessions.ts";
import { leave } from "../shared/session.ts";
import { createAsking } from "./asking.ts";

export type Factors = OutputOf<typeof listFactors>;

/** Who the reader is, where signed in, and what protects the account; null until it is known. */
export function createAccountLists() {
  const me: Signal<Me | null> = signal(null);
  const devices: Signal<readonly Session[] | null> = signal(null);
  const factors: Signal<Factors | null> = signal(null);
  const aboutMe = createAsking();
  const aboutDevices = createAsking();
  const aboutFactors = createAsking();
  const aboutRemoval = createAsking();

  async function loadMe(): Promise<void> {
    me.value = (await aboutMe.ask((api) => api.me())) ?? me.value;
  }

  async function loadDevices(): Promise<void> {
    const listed = await aboutDevices.ask((api) => api.sessions());
    if (listed) devices.value = listed.items;
  }

  async function loadFactors(): Promise<void> {
    factors.value = (await aboutFactors.ask((api) => api.factors())) ?? factors.value;
  }

  /** False when it was refused; why is in `aboutRemoval.trouble`. */
  async function removePasskey({ id }: Factors["passkeys"][number]): Promise<boolean> {
    if (!(await aboutRemoval.ask((api) => api.removePasskey(id)))) return false;
    const { value } = factors;
    factors.value = value && { ...value, passkeys: value.passkeys.filter((passkey) => passkey.id !== id) };
    return true;
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

  return {
    me,
    devices,
    factors,
    aboutMe,
    aboutDevices,
    aboutFactors,
    aboutRemoval,
    loadMe,
    loadDevices,
    loadFactors,
    removePasskey,
    end,
    signOut,
  };
}

export type AccountLists = ReturnType<typeof createAccountLists>;
