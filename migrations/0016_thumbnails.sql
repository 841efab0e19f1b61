ALTER TABLE "uploads" ADD COLUMN "thumbnail_bytes" integer;--> statement-breakpoint
ALTER TABLE "uploads" ADD COLUMN "thumbnail_tries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "uploads_thumbnail_idx" ON "uploads" USING btree ("tenant_id","checked_at") WHERE status = 'checked' and thumbnail_bytes is null;