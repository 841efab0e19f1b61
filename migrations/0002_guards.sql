-- The role that the Worker connects as: no owner, so it is walled; no login until a deployment gives it a password.
-- Roles belong to the whole cluster, so another database's migration may have made it, even at this moment.
DO $$
BEGIN
  CREATE ROLE doorstep_app NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;
END
$$;
--> statement-breakpoint
DO $$
DECLARE
  name text;
BEGIN
  CALL ops.wall('tenants', 'id');
  FOREACH name IN ARRAY ARRAY[
    'tenant_keys', 'regions', 'users', 'vehicles', 'drivers', 'trips', 'stops', 'shipments', 'stop_shipments', 'events',
    'track_chunks', 'proofs', 'tracking_links', 'geofences', 'notifications', 'webhooks', 'payments', 'uploads',
    'documents', 'audit_entries'
  ] LOOP
    CALL ops.wall(name::regclass);
  END LOOP;

  FOREACH name IN ARRAY ARRAY[
    'tenants', 'regions', 'users', 'vehicles', 'drivers', 'trips', 'stops', 'shipments', 'tracking_links', 'geofences',
    'notifications', 'webhooks', 'payments', 'uploads', 'documents'
  ] LOOP
    CALL ops.touch(name::regclass);
  END LOOP;

  CALL ops.audited('tenants');
  CALL ops.audited('users', 'last_seen_at');
  CALL ops.audited('drivers', 'last_lat', 'last_lng', 'last_fix_at', 'last_point', 'last_cell');
  CALL ops.audited('shipments', 'point', 'cell', 'search');
  CALL ops.audited('trips', 'eta_at', 'stops_total', 'stops_done', 'polyline');
  CALL ops.audited('tracking_links', 'first_opened_at');
  CALL ops.audited('geofences');
  CALL ops.audited('webhooks', 'failures', 'last_delivered_at');
END
$$;
--> statement-breakpoint
-- The tenants that a nightly job works through, one after the other, each inside its own wall.
CREATE FUNCTION ops.tenant_ids() RETURNS SETOF uuid LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT id FROM public.tenants WHERE status = 'active' ORDER BY id
$$;
--> statement-breakpoint
-- FORCE walls the owner too; tenant_ids() runs as the owner and has to see them all.
CREATE POLICY owner_lists ON tenants FOR SELECT TO CURRENT_USER USING (true);
--> statement-breakpoint
-- Ids of the tenant's shipments that match, newest first. Row-level security keeps the text operators away from any index
-- (they may leak what they compare), so this runs as the owner with the wall written out. The caller joins the ids to
-- its own, walled view.
CREATE FUNCTION ops.find_shipments(words text, at_most int) RETURNS SETOF uuid LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET pg_trgm.word_similarity_threshold = 0.5
AS $$
  WITH mine AS NOT MATERIALIZED (
    SELECT * FROM public.shipments WHERE tenant_id = NULLIF(current_setting('app.tenant', true), '')::uuid
  )
  -- A UNION, because an OR over two indexes may read the whole tenant instead: 59 ms against 6 ms in 40,000 rows.
  SELECT id FROM (
    SELECT id, created_at FROM mine WHERE search @@ websearch_to_tsquery('simple', words)
    UNION
    SELECT id, created_at FROM mine WHERE reference ILIKE '%' || regexp_replace(words, '([\\%_])', '\\\1', 'g') || '%'
    UNION
    SELECT id, created_at FROM mine WHERE words <% street
  ) found
  ORDER BY created_at DESC
  LIMIT at_most
$$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public, ops TO doorstep_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON
  tenant_keys, regions, users, vehicles, drivers, trips, stops, shipments, stop_shipments, track_chunks, proofs,
  tracking_links, geofences, notifications, webhooks, payments, uploads, documents, dead_letters
TO doorstep_app;
--> statement-breakpoint
-- A tenant is suspended, never deleted; history and audit are only added to.
GRANT SELECT, INSERT, UPDATE ON tenants TO doorstep_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON events, audit_entries TO doorstep_app;
--> statement-breakpoint
REVOKE EXECUTE ON ALL ROUTINES IN SCHEMA ops FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION
  ops.uuid_v7, ops.expect, ops.ensure_partitions, ops.drop_partitions, ops.tenant_ids, ops.find_shipments
TO doorstep_app;
--> statement-breakpoint
-- Enough until the first nightly job, which keeps them ahead from then on.
SELECT ops.ensure_partitions('track_chunks', 7, 14);
