CREATE TABLE "location_views" (
	"tenant_id" uuid NOT NULL,
	"driver_id" uuid NOT NULL,
	"hour" timestamptz(3) NOT NULL,
	"viewer" text NOT NULL,
	"surface" text NOT NULL,
	"id" uuid NOT NULL,
	"viewer_role" text NOT NULL,
	"trip_id" uuid,
	"started_at" timestamptz(3) NOT NULL,
	"last_at" timestamptz(3) NOT NULL,
	CONSTRAINT "location_views_tenant_id_driver_id_hour_viewer_surface_pk" PRIMARY KEY("tenant_id","driver_id","hour","viewer","surface"),
	CONSTRAINT "location_views_surface_check" CHECK ("location_views"."surface" in ('live-map', 'tracking', 'history')),
	CONSTRAINT "location_views_role_check" CHECK ("location_views"."viewer_role" in ('admin', 'dispatcher', 'store', 'driver', 'key', 'customer')),
	CONSTRAINT "location_views_times_check" CHECK ("location_views"."last_at" >= "location_views"."started_at" and "location_views"."started_at" >= "location_views"."hour")
) PARTITION BY RANGE ("hour");
--> statement-breakpoint
ALTER TABLE "tenant_keys" ALTER COLUMN "wrapped_key" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "tenant_keys" ADD COLUMN "destroyed_at" timestamptz(3);--> statement-breakpoint
ALTER TABLE "tracking_links" ADD COLUMN "views" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "tracking_links" ADD COLUMN "last_opened_at" timestamptz(3);--> statement-breakpoint
CREATE INDEX "location_views_driver_idx" ON "location_views" USING btree ("tenant_id","driver_id","id");--> statement-breakpoint
ALTER TABLE "tenant_keys" ADD CONSTRAINT "tenant_keys_end_check" CHECK (("tenant_keys"."wrapped_key" is null) = ("tenant_keys"."destroyed_at" is not null));--> statement-breakpoint
ALTER TABLE "tenant_keys" ADD CONSTRAINT "tenant_keys_order_check" CHECK ("tenant_keys"."destroyed_at" >= "tenant_keys"."retired_at" and ("tenant_keys"."destroyed_at" is null or "tenant_keys"."retired_at" is not null));--> statement-breakpoint
ALTER TABLE "tracking_links" ADD CONSTRAINT "tracking_links_views_check" CHECK ("tracking_links"."views" >= 0);--> statement-breakpoint
CALL ops.wall('location_views');
--> statement-breakpoint
-- Counting visits is noise; issuing and revoking are not.
DROP TRIGGER audit ON tracking_links;
--> statement-breakpoint
CALL ops.audited('tracking_links', 'first_opened_at', 'last_opened_at', 'views');
--> statement-breakpoint
-- A customer's token does not say which tenant's shipment it opens: ops.find_tracking_link looks everywhere.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['tracking_links', 'shipments'] LOOP
    EXECUTE format('CREATE POLICY owner_finds ON %I FOR SELECT TO CURRENT_USER USING (true)', name);
  END LOOP;
END
$$;
--> statement-breakpoint
-- The link of a token and how far its shipment is, in active tenants. Open, expired and revoked ones take the same path:
-- which of them it is, the caller tells by what is returned.
CREATE FUNCTION ops.find_tracking_link(hash bytea)
RETURNS TABLE (
  tenant_id uuid, id uuid, shipment_id uuid, trip_id uuid,
  expires_at timestamptz, revoked_at timestamptz, closed_at timestamptz
) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT l.tenant_id, l.id, l.shipment_id, s.trip_id, l.expires_at, l.revoked_at, s.closed_at
  FROM public.tracking_links l
  JOIN public.shipments s ON s.tenant_id = l.tenant_id AND s.id = l.shipment_id
  JOIN public.tenants t ON t.id = l.tenant_id AND t.status = 'active'
  WHERE l.token_hash = hash
$$;
--> statement-breakpoint
-- What this database is used for. A deployment writes its environment, again and again; a person may write 'copy' into a
-- copy, and only that lets personal data be masked. On a live database such a mistake heals itself within minutes.
CREATE TABLE ops.deployment (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  environment text NOT NULL
);
--> statement-breakpoint
CREATE FUNCTION ops.mark_deployment(name text) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO ops.deployment (environment) VALUES (name)
  ON CONFLICT (only_row) DO UPDATE SET environment = excluded.environment
  WHERE ops.deployment.environment <> excluded.environment
$$;
--> statement-breakpoint
-- Who looked and at whom stays as it was written; only the end of the look moves.
GRANT SELECT, INSERT, UPDATE (started_at, last_at, trip_id) ON location_views TO doorstep_app;
--> statement-breakpoint
REVOKE EXECUTE ON ALL ROUTINES IN SCHEMA ops FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION ops.find_tracking_link, ops.mark_deployment TO doorstep_app;
--> statement-breakpoint
-- Enough until the first nightly job, which keeps them ahead from then on.
SELECT ops.ensure_partitions('location_views', 1, 14);
