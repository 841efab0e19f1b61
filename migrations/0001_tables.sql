CREATE TABLE "audit_entries" (
	"tenant_id" uuid NOT NULL,
	"id" uuid DEFAULT ops.uuid_v7() NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "audit_entries_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamptz(3) DEFAULT now() NOT NULL,
	"actor" text,
	"request_id" text,
	"table_name" text NOT NULL,
	"row_id" uuid NOT NULL,
	"action" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"prev" "bytea",
	"hash" "bytea",
	CONSTRAINT "audit_entries_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "audit_entries_position_key" UNIQUE("tenant_id","position"),
	CONSTRAINT "audit_entries_action_check" CHECK ("audit_entries"."action" in ('insert', 'update', 'delete')),
	CONSTRAINT "audit_entries_chain_check" CHECK (("audit_entries"."prev" is null) = ("audit_entries"."hash" is null))
);
--> statement-breakpoint
CREATE TABLE "dead_letters" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "dead_letters_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"queue" text NOT NULL,
	"message_id" text NOT NULL,
	"body" jsonb NOT NULL,
	"error" text NOT NULL,
	"times_seen" integer DEFAULT 1 NOT NULL,
	"first_seen_at" timestamptz(3) DEFAULT now() NOT NULL,
	"last_seen_at" timestamptz(3) DEFAULT now() NOT NULL,
	"replayed_at" timestamptz(3),
	CONSTRAINT "dead_letters_message_key" UNIQUE("queue","message_id"),
	CONSTRAINT "dead_letters_times_check" CHECK ("dead_letters"."times_seen" >= 1)
);
--> statement-breakpoint
CREATE TABLE "drivers" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"home_region_id" uuid NOT NULL,
	"vehicle_id" uuid,
	"status" text DEFAULT 'invited' NOT NULL,
	"availability" text DEFAULT 'off_duty' NOT NULL,
	"name_sealed" text NOT NULL,
	"phone_sealed" text NOT NULL,
	"phone_index" "bytea" NOT NULL,
	"shift_ends_at" timestamptz(3),
	"last_lat" double precision,
	"last_lng" double precision,
	"last_fix_at" timestamptz(3),
	"last_point" "point" GENERATED ALWAYS AS (point("drivers"."last_lng", "drivers"."last_lat")) STORED,
	"last_cell" bigint GENERATED ALWAYS AS ((floor(("drivers"."last_lat" + 90) * 100)::bigint * 36001 + floor(("drivers"."last_lng" + 180) * 100)::bigint)) STORED,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	"updated_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "drivers_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "drivers_phone_key" UNIQUE("tenant_id","phone_index"),
	CONSTRAINT "drivers_status_check" CHECK ("drivers"."status" in ('invited', 'active', 'suspended')),
	CONSTRAINT "drivers_availability_check" CHECK ("drivers"."availability" in ('off_duty', 'available', 'on_trip', 'on_break')),
	CONSTRAINT "drivers_position_check" CHECK (("drivers"."last_lat" is null) = ("drivers"."last_lng" is null) and "drivers"."last_lat" between -90 and 90 and "drivers"."last_lng" between -180 and 180),
	CONSTRAINT "drivers_fix_check" CHECK (("drivers"."last_lat" is null) = ("drivers"."last_fix_at" is null))
);
--> statement-breakpoint
CREATE TABLE "vehicles" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"label" text NOT NULL,
	"plate_sealed" text,
	"capacity_g" integer,
	"capacity_ml" integer,
	"retired_at" timestamptz(3),
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	"updated_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "vehicles_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "vehicles_kind_check" CHECK ("vehicles"."kind" in ('bicycle', 'cargo_bike', 'scooter', 'car', 'van', 'truck')),
	CONSTRAINT "vehicles_capacity_check" CHECK ("vehicles"."capacity_g" > 0 and "vehicles"."capacity_ml" > 0)
);
--> statement-breakpoint
CREATE TABLE "events" (
	"tenant_id" uuid NOT NULL,
	"trip_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"stop_id" uuid,
	"shipment_id" uuid,
	"actor" text NOT NULL,
	"happened_at" timestamptz(3) NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	"body" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "events_tenant_id_trip_id_seq_pk" PRIMARY KEY("tenant_id","trip_id","seq"),
	CONSTRAINT "events_id_key" UNIQUE("tenant_id","id"),
	CONSTRAINT "events_seq_check" CHECK ("events"."seq" >= 1)
);
--> statement-breakpoint
CREATE TABLE "track_chunks" (
	"tenant_id" uuid NOT NULL,
	"trip_id" uuid NOT NULL,
	"started_at" timestamptz(3) NOT NULL,
	"seq" integer NOT NULL,
	"driver_id" uuid NOT NULL,
	"ended_at" timestamptz(3) NOT NULL,
	"fix_count" integer NOT NULL,
	"min_lat" double precision NOT NULL,
	"min_lng" double precision NOT NULL,
	"max_lat" double precision NOT NULL,
	"max_lng" double precision NOT NULL,
	"body" "bytea" NOT NULL,
	CONSTRAINT "track_chunks_tenant_id_trip_id_started_at_seq_pk" PRIMARY KEY("tenant_id","trip_id","started_at","seq"),
	CONSTRAINT "track_chunks_count_check" CHECK ("track_chunks"."fix_count" > 0),
	CONSTRAINT "track_chunks_times_check" CHECK ("track_chunks"."ended_at" >= "track_chunks"."started_at"),
	CONSTRAINT "track_chunks_box_check" CHECK ("track_chunks"."min_lat" <= "track_chunks"."max_lat" and "track_chunks"."min_lng" <= "track_chunks"."max_lng")
) PARTITION BY RANGE ("started_at");
--> statement-breakpoint
CREATE TABLE "geofences" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"region_id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"lat" double precision,
	"lng" double precision,
	"radius_m" double precision,
	"polygon" jsonb,
	"active" boolean DEFAULT true NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	"updated_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "geofences_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "geofences_kind_check" CHECK ("geofences"."kind" in ('circle', 'polygon')),
	CONSTRAINT "geofences_position_check" CHECK (("geofences"."lat" is null) = ("geofences"."lng" is null) and "geofences"."lat" between -90 and 90 and "geofences"."lng" between -180 and 180),
	CONSTRAINT "geofences_shape_check" CHECK (case "geofences"."kind" when 'circle' then "geofences"."lat" is not null and "geofences"."radius_m" > 0 and "geofences"."radius_m" is not null and "geofences"."polygon" is null else "geofences"."lat" is null and "geofences"."radius_m" is null and "geofences"."polygon" is not null end)
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"shipment_id" uuid,
	"channel" text NOT NULL,
	"template" text NOT NULL,
	"locale" text NOT NULL,
	"recipient_sealed" text NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"dedupe_key" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"provider_ref" text,
	"error_code" text,
	"sent_at" timestamptz(3),
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	"updated_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "notifications_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "notifications_dedupe_key" UNIQUE("tenant_id","dedupe_key"),
	CONSTRAINT "notifications_channel_check" CHECK ("notifications"."channel" in ('sms', 'email', 'push')),
	CONSTRAINT "notifications_status_check" CHECK ("notifications"."status" in ('queued', 'sent', 'delivered', 'failed', 'suppressed')),
	CONSTRAINT "notifications_attempts_check" CHECK ("notifications"."attempts" >= 0)
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"store_code" text,
	"url" text NOT NULL,
	"secret_sealed" text NOT NULL,
	"events" text[] NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"last_delivered_at" timestamptz(3),
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	"updated_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "webhooks_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "webhooks_status_check" CHECK ("webhooks"."status" in ('active', 'paused', 'disabled')),
	CONSTRAINT "webhooks_url_check" CHECK ("webhooks"."url" ~ '^https://'),
	CONSTRAINT "webhooks_events_check" CHECK (cardinality("webhooks"."events") > 0),
	CONSTRAINT "webhooks_failures_check" CHECK ("webhooks"."failures" >= 0)
);
--> statement-breakpoint
CREATE TABLE "payments" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"shipment_id" uuid NOT NULL,
	"method" text NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"collected_by" uuid,
	"provider_ref" text,
	"idempotency_key" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	"updated_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "payments_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "payments_idempotency_key" UNIQUE("tenant_id","idempotency_key"),
	CONSTRAINT "payments_method_check" CHECK ("payments"."method" in ('cash', 'card')),
	CONSTRAINT "payments_status_check" CHECK ("payments"."status" in ('pending', 'authorised', 'captured', 'collected', 'failed', 'refunded')),
	CONSTRAINT "payments_amount_check" CHECK ("payments"."amount_minor" > 0),
	CONSTRAINT "payments_currency_check" CHECK ("payments"."currency" ~ '^[A-Z]{3}$')
);
--> statement-breakpoint
CREATE TABLE "proofs" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"trip_id" uuid NOT NULL,
	"stop_id" uuid,
	"shipment_id" uuid,
	"kind" text NOT NULL,
	"upload_id" uuid,
	"sha256" "bytea",
	"value_sealed" text,
	"lat" double precision,
	"lng" double precision,
	"accuracy_m" double precision,
	"taken_at" timestamptz(3) NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	CONSTRAINT "proofs_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "proofs_kind_check" CHECK ("proofs"."kind" in ('photo', 'signature', 'pin', 'barcode', 'note')),
	CONSTRAINT "proofs_position_check" CHECK (("proofs"."lat" is null) = ("proofs"."lng" is null) and "proofs"."lat" between -90 and 90 and "proofs"."lng" between -180 and 180)
);
--> statement-breakpoint
CREATE TABLE "shipments" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"region_id" uuid NOT NULL,
	"kind" text DEFAULT 'delivery' NOT NULL,
	"status" text DEFAULT 'created' NOT NULL,
	"trip_id" uuid,
	"reference" text NOT NULL,
	"store_code" text,
	"street" text NOT NULL,
	"city" text NOT NULL,
	"postcode" text DEFAULT '' NOT NULL,
	"address_sealed" text NOT NULL,
	"recipient_name_sealed" text NOT NULL,
	"recipient_phone_sealed" text,
	"recipient_email_sealed" text,
	"instructions_sealed" text,
	"lat" double precision,
	"lng" double precision,
	"point" "point" GENERATED ALWAYS AS (point("shipments"."lng", "shipments"."lat")) STORED,
	"cell" bigint GENERATED ALWAYS AS ((floor(("shipments"."lat" + 90) * 100)::bigint * 36001 + floor(("shipments"."lng" + 180) * 100)::bigint)) STORED,
	"window_starts_at" timestamptz(3),
	"window_ends_at" timestamptz(3),
	"weight_g" integer,
	"volume_ml" integer,
	"cash_due_minor" bigint,
	"currency" text,
	"closed_at" timestamptz(3),
	"search" "tsvector" GENERATED ALWAYS AS (to_tsvector('simple', "shipments"."reference" || ' ' || coalesce("shipments"."store_code", '') || ' ' || "shipments"."street" || ' ' || "shipments"."postcode" || ' ' || "shipments"."city")) STORED NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	"updated_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "shipments_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "shipments_reference_key" UNIQUE NULLS NOT DISTINCT("tenant_id","store_code","reference"),
	CONSTRAINT "shipments_kind_check" CHECK ("shipments"."kind" in ('delivery', 'pickup', 'return', 'passenger')),
	CONSTRAINT "shipments_status_check" CHECK ("shipments"."status" in ('created', 'assigned', 'picked_up', 'out_for_delivery', 'arriving', 'arrived', 'delivered', 'failed', 'returned', 'cancelled')),
	CONSTRAINT "shipments_position_check" CHECK (("shipments"."lat" is null) = ("shipments"."lng" is null) and "shipments"."lat" between -90 and 90 and "shipments"."lng" between -180 and 180),
	CONSTRAINT "shipments_window_check" CHECK ("shipments"."window_ends_at" > "shipments"."window_starts_at"),
	CONSTRAINT "shipments_size_check" CHECK ("shipments"."weight_g" >= 0 and "shipments"."volume_ml" >= 0),
	CONSTRAINT "shipments_cash_check" CHECK ("shipments"."cash_due_minor" > 0 and ("shipments"."cash_due_minor" is null or "shipments"."currency" is not null)),
	CONSTRAINT "shipments_currency_check" CHECK ("shipments"."currency" ~ '^[A-Z]{3}$')
);
--> statement-breakpoint
CREATE TABLE "stop_shipments" (
	"tenant_id" uuid NOT NULL,
	"stop_id" uuid NOT NULL,
	"shipment_id" uuid NOT NULL,
	"action" text NOT NULL,
	CONSTRAINT "stop_shipments_tenant_id_stop_id_shipment_id_pk" PRIMARY KEY("tenant_id","stop_id","shipment_id"),
	CONSTRAINT "stop_shipments_action_check" CHECK ("stop_shipments"."action" in ('pickup', 'dropoff'))
);
--> statement-breakpoint
CREATE TABLE "regions" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"polygon" jsonb NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	"updated_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "regions_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "regions_polygon_check" CHECK ("regions"."polygon" ->> 'type' = 'Polygon')
);
--> statement-breakpoint
CREATE TABLE "tenant_keys" (
	"tenant_id" uuid NOT NULL,
	"key_id" text NOT NULL,
	"wrapped_key" text NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	"retired_at" timestamptz(3),
	CONSTRAINT "tenant_keys_tenant_id_key_id_pk" PRIMARY KEY("tenant_id","key_id"),
	CONSTRAINT "tenant_keys_key_id_check" CHECK ("tenant_keys"."key_id" ~ '^[A-Za-z0-9_-]{1,32}$')
);
--> statement-breakpoint
CREATE TABLE "tenants" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	"updated_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "tenants_slug_key" UNIQUE("slug"),
	CONSTRAINT "tenants_status_check" CHECK ("tenants"."status" in ('active', 'suspended')),
	CONSTRAINT "tenants_slug_check" CHECK ("tenants"."slug" ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$')
);
--> statement-breakpoint
CREATE TABLE "tracking_links" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"shipment_id" uuid NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"created_by" text NOT NULL,
	"expires_at" timestamptz(3) NOT NULL,
	"revoked_at" timestamptz(3),
	"first_opened_at" timestamptz(3),
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	"updated_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "tracking_links_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "tracking_links_token_key" UNIQUE("token_hash"),
	CONSTRAINT "tracking_links_expiry_check" CHECK ("tracking_links"."expires_at" > "tracking_links"."created_at")
);
--> statement-breakpoint
CREATE TABLE "stops" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"trip_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"lat" double precision NOT NULL,
	"lng" double precision NOT NULL,
	"point" "point" GENERATED ALWAYS AS (point("stops"."lng", "stops"."lat")) STORED,
	"cell" bigint GENERATED ALWAYS AS ((floor(("stops"."lat" + 90) * 100)::bigint * 36001 + floor(("stops"."lng" + 180) * 100)::bigint)) STORED,
	"window_starts_at" timestamptz(3),
	"window_ends_at" timestamptz(3),
	"service_seconds" integer DEFAULT 0 NOT NULL,
	"planned_arrive_at" timestamptz(3),
	"planned_depart_at" timestamptz(3),
	"eta_at" timestamptz(3),
	"arrived_at" timestamptz(3),
	"departed_at" timestamptz(3),
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	"updated_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "stops_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "stops_status_check" CHECK ("stops"."status" in ('pending', 'en_route', 'arrived', 'done', 'failed', 'skipped')),
	CONSTRAINT "stops_position_check" CHECK (("stops"."lat" is null) = ("stops"."lng" is null) and "stops"."lat" between -90 and 90 and "stops"."lng" between -180 and 180),
	CONSTRAINT "stops_window_check" CHECK ("stops"."window_ends_at" > "stops"."window_starts_at"),
	CONSTRAINT "stops_times_check" CHECK ("stops"."departed_at" >= "stops"."arrived_at"),
	CONSTRAINT "stops_service_check" CHECK ("stops"."service_seconds" >= 0)
);
--> statement-breakpoint
CREATE TABLE "trips" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"region_id" uuid NOT NULL,
	"driver_id" uuid NOT NULL,
	"vehicle_id" uuid,
	"status" text DEFAULT 'planned' NOT NULL,
	"planned_start_at" timestamptz(3),
	"started_at" timestamptz(3),
	"finished_at" timestamptz(3),
	"eta_at" timestamptz(3),
	"stops_total" integer DEFAULT 0 NOT NULL,
	"stops_done" integer DEFAULT 0 NOT NULL,
	"distance_m" integer,
	"polyline" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	"updated_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "trips_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "trips_status_check" CHECK ("trips"."status" in ('planned', 'active', 'paused', 'completed', 'cancelled')),
	CONSTRAINT "trips_progress_check" CHECK ("trips"."stops_done" between 0 and "trips"."stops_total"),
	CONSTRAINT "trips_times_check" CHECK ("trips"."finished_at" >= "trips"."started_at")
);
--> statement-breakpoint
CREATE TABLE "documents" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"driver_id" uuid,
	"vehicle_id" uuid,
	"kind" text NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"upload_id" uuid NOT NULL,
	"expires_on" date,
	"reviewed_by" uuid,
	"reviewed_at" timestamptz(3),
	"rejection_code" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	"updated_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "documents_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "documents_owner_check" CHECK (num_nonnulls("documents"."driver_id", "documents"."vehicle_id") = 1),
	CONSTRAINT "documents_kind_check" CHECK ("documents"."kind" in ('licence', 'insurance', 'registration', 'identity', 'other')),
	CONSTRAINT "documents_status_check" CHECK ("documents"."status" in ('pending', 'processing', 'approved', 'rejected', 'expired')),
	CONSTRAINT "documents_review_check" CHECK (("documents"."reviewed_by" is null) = ("documents"."reviewed_at" is null))
);
--> statement-breakpoint
CREATE TABLE "uploads" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"status" text DEFAULT 'requested' NOT NULL,
	"object_key" text NOT NULL,
	"content_type" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"sha256" "bytea",
	"width_px" integer,
	"height_px" integer,
	"rejection_code" text,
	"created_by" text NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	"updated_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "uploads_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "uploads_object_key" UNIQUE("tenant_id","object_key"),
	CONSTRAINT "uploads_purpose_check" CHECK ("uploads"."purpose" in ('proof', 'document')),
	CONSTRAINT "uploads_status_check" CHECK ("uploads"."status" in ('requested', 'stored', 'checked', 'rejected', 'deleted')),
	CONSTRAINT "uploads_size_check" CHECK ("uploads"."size_bytes" > 0)
);
--> statement-breakpoint
CREATE TABLE "users" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"role" text NOT NULL,
	"status" text DEFAULT 'invited' NOT NULL,
	"store_code" text,
	"name_sealed" text NOT NULL,
	"email_sealed" text NOT NULL,
	"email_index" "bytea" NOT NULL,
	"last_seen_at" timestamptz(3),
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	"updated_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "users_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "users_email_key" UNIQUE("tenant_id","email_index"),
	CONSTRAINT "users_role_check" CHECK ("users"."role" in ('admin', 'dispatcher', 'store')),
	CONSTRAINT "users_status_check" CHECK ("users"."status" in ('invited', 'active', 'disabled')),
	CONSTRAINT "users_store_check" CHECK (("users"."role" = 'store') = ("users"."store_code" is not null))
);
--> statement-breakpoint
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drivers" ADD CONSTRAINT "drivers_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drivers" ADD CONSTRAINT "drivers_tenant_id_home_region_id_regions_tenant_id_id_fk" FOREIGN KEY ("tenant_id","home_region_id") REFERENCES "public"."regions"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drivers" ADD CONSTRAINT "drivers_tenant_id_vehicle_id_vehicles_tenant_id_id_fk" FOREIGN KEY ("tenant_id","vehicle_id") REFERENCES "public"."vehicles"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vehicles" ADD CONSTRAINT "vehicles_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_tenant_id_trip_id_trips_tenant_id_id_fk" FOREIGN KEY ("tenant_id","trip_id") REFERENCES "public"."trips"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "geofences" ADD CONSTRAINT "geofences_tenant_id_region_id_regions_tenant_id_id_fk" FOREIGN KEY ("tenant_id","region_id") REFERENCES "public"."regions"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_tenant_id_shipment_id_shipments_tenant_id_id_fk" FOREIGN KEY ("tenant_id","shipment_id") REFERENCES "public"."shipments"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_tenant_id_shipment_id_shipments_tenant_id_id_fk" FOREIGN KEY ("tenant_id","shipment_id") REFERENCES "public"."shipments"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_tenant_id_collected_by_drivers_tenant_id_id_fk" FOREIGN KEY ("tenant_id","collected_by") REFERENCES "public"."drivers"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proofs" ADD CONSTRAINT "proofs_tenant_id_trip_id_trips_tenant_id_id_fk" FOREIGN KEY ("tenant_id","trip_id") REFERENCES "public"."trips"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proofs" ADD CONSTRAINT "proofs_tenant_id_stop_id_stops_tenant_id_id_fk" FOREIGN KEY ("tenant_id","stop_id") REFERENCES "public"."stops"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proofs" ADD CONSTRAINT "proofs_tenant_id_shipment_id_shipments_tenant_id_id_fk" FOREIGN KEY ("tenant_id","shipment_id") REFERENCES "public"."shipments"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shipments" ADD CONSTRAINT "shipments_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shipments" ADD CONSTRAINT "shipments_tenant_id_region_id_regions_tenant_id_id_fk" FOREIGN KEY ("tenant_id","region_id") REFERENCES "public"."regions"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shipments" ADD CONSTRAINT "shipments_tenant_id_trip_id_trips_tenant_id_id_fk" FOREIGN KEY ("tenant_id","trip_id") REFERENCES "public"."trips"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stop_shipments" ADD CONSTRAINT "stop_shipments_tenant_id_stop_id_stops_tenant_id_id_fk" FOREIGN KEY ("tenant_id","stop_id") REFERENCES "public"."stops"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stop_shipments" ADD CONSTRAINT "stop_shipments_tenant_id_shipment_id_shipments_tenant_id_id_fk" FOREIGN KEY ("tenant_id","shipment_id") REFERENCES "public"."shipments"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regions" ADD CONSTRAINT "regions_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenant_keys" ADD CONSTRAINT "tenant_keys_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tracking_links" ADD CONSTRAINT "tracking_links_tenant_id_shipment_id_shipments_tenant_id_id_fk" FOREIGN KEY ("tenant_id","shipment_id") REFERENCES "public"."shipments"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stops" ADD CONSTRAINT "stops_tenant_id_trip_id_trips_tenant_id_id_fk" FOREIGN KEY ("tenant_id","trip_id") REFERENCES "public"."trips"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trips" ADD CONSTRAINT "trips_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trips" ADD CONSTRAINT "trips_tenant_id_region_id_regions_tenant_id_id_fk" FOREIGN KEY ("tenant_id","region_id") REFERENCES "public"."regions"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trips" ADD CONSTRAINT "trips_tenant_id_driver_id_drivers_tenant_id_id_fk" FOREIGN KEY ("tenant_id","driver_id") REFERENCES "public"."drivers"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trips" ADD CONSTRAINT "trips_tenant_id_vehicle_id_vehicles_tenant_id_id_fk" FOREIGN KEY ("tenant_id","vehicle_id") REFERENCES "public"."vehicles"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_tenant_id_driver_id_drivers_tenant_id_id_fk" FOREIGN KEY ("tenant_id","driver_id") REFERENCES "public"."drivers"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_tenant_id_vehicle_id_vehicles_tenant_id_id_fk" FOREIGN KEY ("tenant_id","vehicle_id") REFERENCES "public"."vehicles"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_tenant_id_upload_id_uploads_tenant_id_id_fk" FOREIGN KEY ("tenant_id","upload_id") REFERENCES "public"."uploads"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_tenant_id_reviewed_by_users_tenant_id_id_fk" FOREIGN KEY ("tenant_id","reviewed_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_entries_row_idx" ON "audit_entries" USING btree ("tenant_id","row_id","at");--> statement-breakpoint
CREATE INDEX "audit_entries_actor_idx" ON "audit_entries" USING btree ("tenant_id","actor","at");--> statement-breakpoint
CREATE INDEX "dead_letters_seen_idx" ON "dead_letters" USING btree ("last_seen_at");--> statement-breakpoint
CREATE INDEX "drivers_region_idx" ON "drivers" USING btree ("tenant_id","home_region_id","availability");--> statement-breakpoint
CREATE INDEX "drivers_vehicle_idx" ON "drivers" USING btree ("tenant_id","vehicle_id");--> statement-breakpoint
CREATE INDEX "drivers_point_idx" ON "drivers" USING gist ("tenant_id","last_point");--> statement-breakpoint
CREATE INDEX "drivers_cell_idx" ON "drivers" USING btree ("tenant_id","last_cell");--> statement-breakpoint
CREATE INDEX "events_shipment_idx" ON "events" USING btree ("tenant_id","shipment_id","happened_at");--> statement-breakpoint
CREATE INDEX "track_chunks_driver_idx" ON "track_chunks" USING btree ("tenant_id","driver_id","started_at");--> statement-breakpoint
CREATE INDEX "geofences_region_idx" ON "geofences" USING btree ("tenant_id","region_id");--> statement-breakpoint
CREATE INDEX "notifications_shipment_idx" ON "notifications" USING btree ("tenant_id","shipment_id","created_at");--> statement-breakpoint
CREATE INDEX "notifications_provider_idx" ON "notifications" USING btree ("tenant_id","provider_ref");--> statement-breakpoint
CREATE INDEX "webhooks_store_idx" ON "webhooks" USING btree ("tenant_id","store_code");--> statement-breakpoint
CREATE INDEX "payments_shipment_idx" ON "payments" USING btree ("tenant_id","shipment_id");--> statement-breakpoint
CREATE INDEX "payments_collector_idx" ON "payments" USING btree ("tenant_id","collected_by","status");--> statement-breakpoint
CREATE INDEX "proofs_trip_idx" ON "proofs" USING btree ("tenant_id","trip_id","taken_at");--> statement-breakpoint
CREATE INDEX "proofs_stop_idx" ON "proofs" USING btree ("tenant_id","stop_id");--> statement-breakpoint
CREATE INDEX "proofs_shipment_idx" ON "proofs" USING btree ("tenant_id","shipment_id");--> statement-breakpoint
CREATE INDEX "proofs_upload_idx" ON "proofs" USING btree ("tenant_id","upload_id");--> statement-breakpoint
CREATE INDEX "shipments_region_idx" ON "shipments" USING btree ("tenant_id","region_id","status","created_at");--> statement-breakpoint
CREATE INDEX "shipments_store_idx" ON "shipments" USING btree ("tenant_id","store_code","created_at");--> statement-breakpoint
CREATE INDEX "shipments_trip_idx" ON "shipments" USING btree ("tenant_id","trip_id");--> statement-breakpoint
CREATE INDEX "shipments_point_idx" ON "shipments" USING gist ("tenant_id","point");--> statement-breakpoint
CREATE INDEX "shipments_cell_idx" ON "shipments" USING btree ("tenant_id","cell");--> statement-breakpoint
CREATE INDEX "shipments_search_idx" ON "shipments" USING gin ("search");--> statement-breakpoint
CREATE INDEX "shipments_reference_trgm_idx" ON "shipments" USING gin ("reference" gin_trgm_ops,"street" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "stop_shipments_shipment_idx" ON "stop_shipments" USING btree ("tenant_id","shipment_id");--> statement-breakpoint
CREATE INDEX "regions_name_idx" ON "regions" USING btree ("tenant_id","name");--> statement-breakpoint
CREATE INDEX "tracking_links_shipment_idx" ON "tracking_links" USING btree ("tenant_id","shipment_id");--> statement-breakpoint
CREATE INDEX "stops_plan_idx" ON "stops" USING btree ("tenant_id","trip_id","position");--> statement-breakpoint
CREATE INDEX "stops_point_idx" ON "stops" USING gist ("tenant_id","point");--> statement-breakpoint
CREATE INDEX "stops_cell_idx" ON "stops" USING btree ("tenant_id","cell");--> statement-breakpoint
CREATE UNIQUE INDEX "trips_open_key" ON "trips" USING btree ("tenant_id","driver_id") WHERE status in ('active', 'paused');--> statement-breakpoint
CREATE INDEX "trips_region_idx" ON "trips" USING btree ("tenant_id","region_id","status","created_at");--> statement-breakpoint
CREATE INDEX "trips_driver_idx" ON "trips" USING btree ("tenant_id","driver_id","created_at");--> statement-breakpoint
CREATE INDEX "trips_vehicle_idx" ON "trips" USING btree ("tenant_id","vehicle_id");--> statement-breakpoint
CREATE INDEX "documents_driver_idx" ON "documents" USING btree ("tenant_id","driver_id");--> statement-breakpoint
CREATE INDEX "documents_vehicle_idx" ON "documents" USING btree ("tenant_id","vehicle_id");--> statement-breakpoint
CREATE INDEX "documents_upload_idx" ON "documents" USING btree ("tenant_id","upload_id");--> statement-breakpoint
CREATE INDEX "documents_reviewer_idx" ON "documents" USING btree ("tenant_id","reviewed_by");--> statement-breakpoint
CREATE INDEX "documents_queue_idx" ON "documents" USING btree ("tenant_id","status","created_at");--> statement-breakpoint
CREATE INDEX "documents_expiry_idx" ON "documents" USING btree ("tenant_id","expires_on");--> statement-breakpoint
CREATE INDEX "uploads_status_idx" ON "uploads" USING btree ("tenant_id","status","created_at");--> statement-breakpoint
CREATE INDEX "users_role_idx" ON "users" USING btree ("tenant_id","role");