import * as z from "zod";
import { PlainText } from "./plain-text.ts";

/** Those who would come: more get a message that nobody feels meant by. */
export const SOS_CONTACTS_MAX = 5;
const NAME_MAX_CHARACTERS = 100;
/** 15 digits, and what people write between them. */
const PHONE_MAX_CHARACTERS = 32;
/** The longest address that mail allows. */
const EMAIL_MAX_CHARACTERS = 254;

const name = PlainText.min(1).max(NAME_MAX_CHARACTERS);
const phone = z.string().trim().min(3).max(PHONE_MAX_CHARACTERS).meta({ description: "A mobile number, as +49…" });
const email = z.string().trim().min(3).max(EMAIL_MAX_CHARACTERS);

/** Somebody who is told, by phone or else by mail, when a driver calls for help. */
export const SosContact = z
  .union([z.strictObject({ name, phone }), z.strictObject({ name, email })], "needs either a phone or an email")
  .meta({ id: "SosContact" });
export type SosContact = z.infer<typeof SosContact>;

export const SosContacts = z.array(SosContact).max(SOS_CONTACTS_MAX);
