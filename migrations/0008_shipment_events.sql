CREATE TABLE "shipment_events" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"shipment_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"status" text,
	"reason" text,
	"fields" text[] DEFAULT '{}' NOT NULL,
	"actor" text NOT NULL,
	"happened_at" timestamptz(3) NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	CONSTRAINT "shipment_events_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "shipment_events_kind_check" CHECK ("shipment_events"."kind" in ('created', 'changed', 'status')),
	CONSTRAINT "shipment_events_status_check" CHECK ("shipment_events"."status" in ('created', 'assigned', 'picked_up', 'out_for_delivery', 'arriving', 'arrived', 'delivered', 'failed', 'returned', 'cancelled'))
);
--> statement-breakpoint
ALTER TABLE "shipment_events" ADD CONSTRAINT "shipment_events_tenant_id_shipment_id_shipments_tenant_id_id_fk" FOREIGN KEY ("tenant_id","shipment_id") REFERENCES "public"."shipments"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "shipment_events_shipment_idx" ON "shipment_events" USING btree ("tenant_id","shipment_id","happened_at","id");--> statement-breakpoint
CREATE INDEX "shipments_created_idx" ON "shipments" USING btree ("tenant_id","created_at");--> statement-breakpoint
CREATE INDEX "shipments_window_idx" ON "shipments" USING btree ("tenant_id","window_starts_at");--> statement-breakpoint
CALL ops.wall('shipment_events');
--> statement-breakpoint
-- Like the trips' own log: only added to.
GRANT SELECT, INSERT ON shipment_events TO doorstep_app;
