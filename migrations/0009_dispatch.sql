ALTER TABLE "drivers" ADD COLUMN "capacity_stops" integer;--> statement-breakpoint
ALTER TABLE "vehicles" ADD COLUMN "region_id" uuid;--> statement-breakpoint
ALTER TABLE "shipments" ADD COLUMN "assigned_by" text;--> statement-breakpoint
ALTER TABLE "trips" ADD COLUMN "planned_m" integer;--> statement-breakpoint
ALTER TABLE "trips" ADD COLUMN "planned_seconds" integer;--> statement-breakpoint
ALTER TABLE "vehicles" ADD CONSTRAINT "vehicles_tenant_id_region_id_regions_tenant_id_id_fk" FOREIGN KEY ("tenant_id","region_id") REFERENCES "public"."regions"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "vehicles_region_idx" ON "vehicles" USING btree ("tenant_id","region_id","id");--> statement-breakpoint
CREATE INDEX "trips_finished_idx" ON "trips" USING btree ("tenant_id","finished_at");--> statement-breakpoint
ALTER TABLE "drivers" ADD CONSTRAINT "drivers_capacity_check" CHECK ("drivers"."capacity_stops" > 0);--> statement-breakpoint
-- What a plan was estimated at follows from the plan, whose change is in the trip's own log.
DROP TRIGGER audit ON trips;
--> statement-breakpoint
DO $$
BEGIN
  CALL ops.audited(
    'trips', 'eta_at', 'stops_total', 'stops_done', 'planned_m', 'planned_seconds', 'polyline', 'event_seq', 'chunk_seq',
    'status_seq', 'plan_seq');
END
$$;
