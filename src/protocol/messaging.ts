import * as z from "zod";

export const NotificationChannel = z.enum(["sms", "email", "push"]);
export type NotificationChannel = z.infer<typeof NotificationChannel>;

export const NotificationStatus = z.enum(["queued", "sent", "delivered", "failed", "suppressed"]);
export type NotificationStatus = z.infer<typeof NotificationStatus>;

export const WebhookStatus = z.enum(["active", "paused", "disabled"]);
export type WebhookStatus = z.infer<typeof WebhookStatus>;

/** What recipients of a route can be told: a closed list, so that nobody sends texts of their own in our name. */
export const RouteTemplate = z.enum(["on-the-way", "delayed", "postponed"]);
export type RouteTemplate = z.infer<typeof RouteTemplate>;

/** Those who still wait, or of them those at the stop that is due. */
export const RouteAudience = z.enum(["waiting", "next"]);
export type RouteAudience = z.infer<typeof RouteAudience>;
