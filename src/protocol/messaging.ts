import * as z from "zod";

export const NotificationChannel = z.enum(["sms", "email", "push"]);
export type NotificationChannel = z.infer<typeof NotificationChannel>;

export const NotificationStatus = z.enum(["queued", "sent", "delivered", "failed", "suppressed"]);
export type NotificationStatus = z.infer<typeof NotificationStatus>;

export const WebhookStatus = z.enum(["active", "paused", "disabled"]);
export type WebhookStatus = z.infer<typeof WebhookStatus>;
