CREATE TABLE "sos_calls" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"region_id" uuid NOT NULL,
	"driver_id" uuid NOT NULL,
	"trip_id" uuid,
	"state" text NOT NULL,
	"raised_at" timestamptz(3) NOT NULL,
	"presses" integer NOT NULL,
	"note" text,
	"lat" double precision,
	"lng" double precision,
	"located_at" timestamptz(3),
	"acknowledged_by" uuid,
	"acknowledged_at" timestamptz(3),
	"closed_by" text,
	"closed_at" timestamptz(3),
	"closing_note" text,
	"rev" bigint NOT NULL,
	CONSTRAINT "sos_calls_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "sos_calls_state_check" CHECK ("sos_calls"."state" in ('open', 'acknowledged', 'closed', 'withdrawn')),
	CONSTRAINT "sos_calls_position_check" CHECK (("sos_calls"."lat" is null) = ("sos_calls"."lng" is null) and "sos_calls"."lat" between -90 and 90 and "sos_calls"."lng" between -180 and 180),
	CONSTRAINT "sos_calls_end_check" CHECK (("sos_calls"."closed_at" is null) = ("sos_calls"."state" in ('open', 'acknowledged'))
        and ("sos_calls"."closed_at" is null) = ("sos_calls"."closing_note" is null) and ("sos_calls"."closed_at" is null) = ("sos_calls"."closed_by" is null))
);
--> statement-breakpoint
ALTER TABLE "shipment_events" DROP CONSTRAINT "shipment_events_kind_check";--> statement-breakpoint
ALTER TABLE "shipment_events" ADD COLUMN "trip_id" uuid;--> statement-breakpoint
ALTER TABLE "sos_calls" ADD CONSTRAINT "sos_calls_tenant_id_region_id_regions_tenant_id_id_fk" FOREIGN KEY ("tenant_id","region_id") REFERENCES "public"."regions"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sos_calls" ADD CONSTRAINT "sos_calls_tenant_id_driver_id_drivers_tenant_id_id_fk" FOREIGN KEY ("tenant_id","driver_id") REFERENCES "public"."drivers"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sos_calls" ADD CONSTRAINT "sos_calls_tenant_id_trip_id_trips_tenant_id_id_fk" FOREIGN KEY ("tenant_id","trip_id") REFERENCES "public"."trips"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sos_calls_open_idx" ON "sos_calls" USING btree ("tenant_id",("closed_at" is null),"id");--> statement-breakpoint
CREATE INDEX "sos_calls_region_idx" ON "sos_calls" USING btree ("tenant_id","region_id");--> statement-breakpoint
CREATE INDEX "sos_calls_driver_idx" ON "sos_calls" USING btree ("tenant_id","driver_id");--> statement-breakpoint
CREATE INDEX "sos_calls_trip_idx" ON "sos_calls" USING btree ("tenant_id","trip_id");--> statement-breakpoint
ALTER TABLE "shipment_events" ADD CONSTRAINT "shipment_events_tenant_id_trip_id_trips_tenant_id_id_fk" FOREIGN KEY ("tenant_id","trip_id") REFERENCES "public"."trips"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "shipment_events_trip_idx" ON "shipment_events" USING btree ("tenant_id","trip_id");--> statement-breakpoint
ALTER TABLE "shipment_events" ADD CONSTRAINT "shipment_events_kind_check" CHECK ("shipment_events"."kind" in ('created', 'changed', 'status', 'assigned', 'unassigned'));--> statement-breakpoint
CALL ops.wall('sos_calls');
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON sos_calls TO doorstep_app;
--> statement-breakpoint
-- Where the driver was last is told every two seconds; that is the call's course and no decision of anybody's.
DO $$
BEGIN
  CALL ops.audited('sos_calls', 'lat', 'lng', 'located_at', 'rev');
END
$$;
--> statement-breakpoint
-- Whichever statement gives a shipment to a trip, or takes it away, its own log says so.
CREATE FUNCTION ops.note_assignment() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO public.shipment_events
    (tenant_id, id, shipment_id, trip_id, kind, status, actor, happened_at, recorded_at)
  VALUES (
    NEW.tenant_id, ops.uuid_v7(), NEW.id, coalesce(NEW.trip_id, OLD.trip_id),
    CASE WHEN NEW.trip_id IS NULL THEN 'unassigned' ELSE 'assigned' END, NEW.status,
    coalesce(nullif(current_setting('app.actor', true), ''), 'system'), clock_timestamp(), clock_timestamp()
  );
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER note_assignment AFTER UPDATE OF trip_id ON shipments
FOR EACH ROW WHEN (OLD.trip_id IS DISTINCT FROM NEW.trip_id) EXECUTE FUNCTION ops.note_assignment();
--> statement-breakpoint
-- Triggers run it; nobody calls it.
REVOKE EXECUTE ON FUNCTION ops.note_assignment() FROM PUBLIC;
