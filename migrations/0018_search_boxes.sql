DROP INDEX "shipments_cell_idx";--> statement-breakpoint
CREATE INDEX "shipments_cell_idx" ON "shipments" USING btree ("tenant_id","cell","lat","lng","id");