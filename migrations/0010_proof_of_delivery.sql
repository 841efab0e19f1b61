ALTER TABLE "proofs" DROP CONSTRAINT "proofs_kind_check";--> statement-breakpoint
DROP INDEX "proofs_upload_idx";--> statement-breakpoint
ALTER TABLE "shipments" ADD COLUMN "proof_required" text[];--> statement-breakpoint
ALTER TABLE "shipments" ADD COLUMN "pin_hash" "bytea";--> statement-breakpoint
ALTER TABLE "shipments" ADD COLUMN "pin_tries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "uploads" ADD COLUMN "proof_id" uuid;--> statement-breakpoint
ALTER TABLE "uploads" ADD COLUMN "kind" text;--> statement-breakpoint
ALTER TABLE "uploads" ADD COLUMN "stored_at" timestamptz(3);--> statement-breakpoint
ALTER TABLE "uploads" ADD COLUMN "sends" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "uploads" ADD COLUMN "sent_at" timestamptz(3);--> statement-breakpoint
ALTER TABLE "uploads" ADD COLUMN "checked_at" timestamptz(3);--> statement-breakpoint
ALTER TABLE "uploads" ADD COLUMN "clean_bytes" integer;--> statement-breakpoint
ALTER TABLE "uploads" ADD COLUMN "clean_sha256" "bytea";--> statement-breakpoint
ALTER TABLE "uploads" ADD COLUMN "orientation" integer;--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_tenant_id_proof_id_proofs_tenant_id_id_fk" FOREIGN KEY ("tenant_id","proof_id") REFERENCES "public"."proofs"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "uploads_proof_idx" ON "uploads" USING btree ("tenant_id","proof_id");--> statement-breakpoint
ALTER TABLE "proofs" DROP COLUMN "kind";--> statement-breakpoint
ALTER TABLE "proofs" DROP COLUMN "upload_id";--> statement-breakpoint
ALTER TABLE "shipments" ADD CONSTRAINT "shipments_proof_check" CHECK ("shipments"."proof_required" <@ array['photo', 'signature', 'pin', 'barcode', 'note', 'id-check', 'cash']);--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_kind_check" CHECK ("uploads"."kind" in ('photo', 'signature'));--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_orientation_check" CHECK ("uploads"."orientation" between 1 and 8);--> statement-breakpoint
ALTER TABLE "proofs" ALTER COLUMN "shipment_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "proofs" ADD COLUMN "source" text NOT NULL;--> statement-breakpoint
ALTER TABLE "proofs" ADD COLUMN "made_by" text NOT NULL;--> statement-breakpoint
ALTER TABLE "proofs" ADD COLUMN "kinds" text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "proofs" ADD COLUMN "missing" text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "proofs" ADD COLUMN "barcode" text;--> statement-breakpoint
ALTER TABLE "proofs" ADD COLUMN "pin_matched" boolean;--> statement-breakpoint
ALTER TABLE "proofs" ADD COLUMN "cash_minor" bigint;--> statement-breakpoint
ALTER TABLE "proofs" ADD COLUMN "cash_currency" text;--> statement-breakpoint
ALTER TABLE "proofs" ADD COLUMN "id_check" text;--> statement-breakpoint
ALTER TABLE "proofs" ADD COLUMN "device_hash" text;--> statement-breakpoint
ALTER TABLE "proofs" ADD COLUMN "distance_m" double precision;--> statement-breakpoint
ALTER TABLE "proofs" ADD COLUMN "skew_ms" bigint NOT NULL;--> statement-breakpoint
ALTER TABLE "proofs" ADD COLUMN "completed_at" timestamptz(3);--> statement-breakpoint
ALTER TABLE "proofs" ADD CONSTRAINT "proofs_kinds_check" CHECK ("proofs"."kinds" <@ array['photo', 'signature', 'pin', 'barcode', 'note', 'id-check', 'cash']);--> statement-breakpoint
ALTER TABLE "proofs" ADD CONSTRAINT "proofs_missing_check" CHECK ("proofs"."missing" <@ array['photo', 'signature', 'pin', 'barcode', 'note', 'id-check', 'cash']);--> statement-breakpoint
ALTER TABLE "proofs" ADD CONSTRAINT "proofs_source_check" CHECK ("proofs"."source" in ('driver', 'staff'));--> statement-breakpoint
ALTER TABLE "proofs" ADD CONSTRAINT "proofs_id_check" CHECK ("proofs"."id_check" in ('passed', 'failed'));--> statement-breakpoint
ALTER TABLE "proofs" ADD CONSTRAINT "proofs_cash_check" CHECK (("proofs"."cash_minor" is null) = ("proofs"."cash_currency" is null) and "proofs"."cash_minor" >= 0);--> statement-breakpoint
-- Who said what was handed over, and who let a paper pass: both are asked about in a dispute.
DO $$
BEGIN
  CALL ops.audited('proofs');
  CALL ops.audited('documents');
END
$$;
