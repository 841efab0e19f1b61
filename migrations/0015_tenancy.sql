ALTER TABLE "security_events" DROP CONSTRAINT "security_events_kind_check";--> statement-breakpoint
ALTER TABLE "regions" ADD COLUMN "closed_at" timestamptz(3);--> statement-breakpoint
CREATE INDEX "drivers_availability_idx" ON "drivers" USING btree ("tenant_id","availability","id");--> statement-breakpoint
CREATE INDEX "trips_day_idx" ON "trips" USING btree ("tenant_id",coalesce(started_at, planned_start_at, created_at));--> statement-breakpoint
ALTER TABLE "security_events" ADD CONSTRAINT "security_events_kind_check" CHECK ("security_events"."kind" in ('sign-in', 'sign-in-refused', 'sign-out', 'code-locked', 'second-factor-refused', 'second-factor-changed', 'passkey-added', 'passkey-removed', 'refresh-reuse', 'sessions-ended', 'invited', 'invitation-accepted', 'invitation-revoked', 'role-changed', 'person-suspended', 'person-restored', 'phone-changed', 'key-created', 'key-revoked', 'access-denied', 'audit-broken'));--> statement-breakpoint
-- Nothing begins in a region that is closed. Whoever begins something holds the region's row until it is written, and
-- closing waits for them (closeRegionRow): nothing slips in between its count and its end. For the caller it is as if the
-- region were not there.
CREATE FUNCTION ops.open_region() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  named uuid;
BEGIN
  IF TG_ARGV[0] = 'region_id' THEN named := NEW.region_id; ELSE named := NEW.home_region_id; END IF;
  PERFORM FROM public.regions
    WHERE tenant_id = NEW.tenant_id AND id = named AND closed_at IS NULL
    FOR KEY SHARE;
  IF named IS NOT NULL AND NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'foreign_key_violation', MESSAGE = 'the region is closed', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION ops.open_region FROM PUBLIC;
--> statement-breakpoint
CREATE TRIGGER open_region BEFORE INSERT ON shipments
  FOR EACH ROW EXECUTE FUNCTION ops.open_region('region_id');
--> statement-breakpoint
CREATE TRIGGER open_region BEFORE INSERT ON trips
  FOR EACH ROW EXECUTE FUNCTION ops.open_region('region_id');
--> statement-breakpoint
CREATE TRIGGER open_region BEFORE INSERT ON invitations
  FOR EACH ROW EXECUTE FUNCTION ops.open_region('home_region_id');
--> statement-breakpoint
CREATE TRIGGER open_region BEFORE INSERT OR UPDATE OF home_region_id ON drivers
  FOR EACH ROW EXECUTE FUNCTION ops.open_region('home_region_id');
--> statement-breakpoint
-- Who drew which border. How often its geofences changed stands in their own entries.
DO $$
BEGIN
  CALL ops.audited('regions', 'fences_version');
END
$$;
