ALTER TABLE "payments" DROP CONSTRAINT "payments_status_check";--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "taken_by" text NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "taken_at" timestamptz(3) NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "card_token_sealed" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "decline_code" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "asked_at" timestamptz(3);--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "asks" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "confirmed_at" timestamptz(3);--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "resolved_at" timestamptz(3);--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "resolved_by" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "resolution_note_sealed" text;--> statement-breakpoint
CREATE UNIQUE INDEX "payments_cash_key" ON "payments" USING btree ("tenant_id","shipment_id") WHERE method = 'cash' and status in ('collected', 'settled');--> statement-breakpoint
CREATE INDEX "payments_pending_idx" ON "payments" USING btree ("tenant_id","asked_at") WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX "shipments_cash_idx" ON "shipments" USING btree ("tenant_id","id") WHERE cash_due_minor is not null;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_asks_check" CHECK ("payments"."asks" >= 0);--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_status_check" CHECK ("payments"."status" in ('pending', 'collected', 'confirmed', 'declined', 'unclear', 'settled', 'void'));--> statement-breakpoint
-- Whose money it was said to be, and who said so. How often the provider was asked is no change that anybody made.
DO $$
BEGIN
  CALL ops.audited('payments', 'asked_at', 'asks');
END
$$;
