CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS btree_gist;
--> statement-breakpoint
-- Functions of the database's own upkeep. Nobody but the owner may use the schema unless a later statement says so.
CREATE SCHEMA ops;
--> statement-breakpoint
-- Time-ordered, so that appends stay at the end of the index; Postgres has a function of its own only from 18 on.
-- 48 bits of milliseconds over a random version 4, whose version digit then becomes 7 (bits 52 and 53 make 0100 0111).
CREATE FUNCTION ops.uuid_v7() RETURNS uuid LANGUAGE sql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT encode(
    set_bit(set_bit(overlay(
      uuid_send(gen_random_uuid())
      PLACING substring(int8send(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
      FROM 1 FOR 6
    ), 52, 1), 53, 1), 'hex')::uuid
$$;
--> statement-breakpoint
-- Fails the whole batch unless `ok`: how a compare-and-set without an interactive transaction takes everything back.
CREATE FUNCTION ops.expect(ok boolean, code text, message text) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF ok IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = code, MESSAGE = message;
  END IF;
END
$$;
--> statement-breakpoint
CREATE FUNCTION ops.touch_updated_at() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END
$$;
--> statement-breakpoint
-- One entry for each changed row, with the changed columns alone. Its arguments name columns that are noise.
-- Sealed values, look-up indexes and token hashes appear as "sealed": an entry outlives the person it is about.
CREATE FUNCTION ops.audit() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  noise text[] := TG_ARGV || ARRAY['tenant_id', 'created_at', 'updated_at', 'version'];
  subject jsonb := to_jsonb(CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END);
  was jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) - noise END;
  becomes jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) - noise END;
BEGIN
  SELECT
    jsonb_object_agg(key, CASE WHEN hidden AND w.value <> 'null' THEN '"sealed"' ELSE w.value END)
      FILTER (WHERE was IS NOT NULL),
    jsonb_object_agg(key, CASE WHEN hidden AND b.value <> 'null' THEN '"sealed"' ELSE b.value END)
      FILTER (WHERE becomes IS NOT NULL)
  INTO was, becomes
  FROM jsonb_each(was) w
  FULL JOIN jsonb_each(becomes) b USING (key)
  CROSS JOIN LATERAL (SELECT key ~ '_(sealed|index|hash)$' AS hidden) h
  WHERE w.value IS DISTINCT FROM b.value;

  IF was IS NOT NULL OR becomes IS NOT NULL THEN
    INSERT INTO public.audit_entries (tenant_id, actor, request_id, table_name, row_id, action, before, after)
    VALUES (
      (subject ->> CASE TG_TABLE_NAME WHEN 'tenants' THEN 'id' ELSE 'tenant_id' END)::uuid,
      NULLIF(current_setting('app.actor', true), ''),
      NULLIF(current_setting('app.request_id', true), ''),
      TG_TABLE_NAME, (subject ->> 'id')::uuid, lower(TG_OP), was, becomes
    );
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- Makes the missing daily partitions from `days_back` ago to `days_ahead` from now, in UTC whatever the session's zone.
-- The app's role owns no table, hence SECURITY DEFINER. A busy parent makes it fail rather than queue up everybody behind it.
CREATE FUNCTION ops.ensure_partitions(parent regclass, days_back int, days_ahead int) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'UTC')::date;
  made int := 0;
  home name;
  stem name;
  child text;
  day date;
BEGIN
  SELECT n.nspname, c.relname INTO STRICT home, stem
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = parent AND c.relkind = 'p';
  -- Two nightly jobs at once must not both make the same day.
  PERFORM pg_advisory_xact_lock('pg_class'::regclass::int, parent::int);
  FOR day IN SELECT today + n FROM generate_series(-days_back, days_ahead) n LOOP
    child := stem || to_char(day, '"_"YYYYMMDD');
    CONTINUE WHEN to_regclass(format('%I.%I', home, child)) IS NOT NULL;
    EXECUTE format('CREATE TABLE %I.%I PARTITION OF %s FOR VALUES FROM (%L) TO (%L)',
      home, child, parent, day || ' 00:00:00+00', day + 1 || ' 00:00:00+00');
    made := made + 1;
  END LOOP;
  RETURN made;
END
$$;
--> statement-breakpoint
-- Drops the days that are more than `keep_days` old and returns their names.
CREATE FUNCTION ops.drop_partitions(parent regclass, keep_days int) RETURNS text[] LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
  cutoff text := to_char((now() AT TIME ZONE 'UTC')::date - keep_days, 'YYYYMMDD');
  dropped text[] := '{}';
  home name;
  child name;
BEGIN
  PERFORM ops.expect(keep_days >= 1, '22023', 'at least one day is kept');
  FOR home, child IN
    SELECT n.nspname, c.relname
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE i.inhparent = parent AND c.relispartition AND c.relkind = 'r'
      AND c.relname ~ '_\d{8}$' AND right(c.relname, 8) < cutoff
    ORDER BY c.relname
  LOOP
    EXECUTE format('DROP TABLE %I.%I', home, child);
    dropped := dropped || child::text;
  END LOOP;
  RETURN dropped;
END
$$;
--> statement-breakpoint
-- For migrations: walls a table by tenant. The sub-select runs once a query, so the index on tenant_id is used;
-- NULLIF because the setting reads '' once any transaction of the session has set it. Without a tenant: no rows.
CREATE PROCEDURE ops.wall(walled regclass, tenant_column name DEFAULT 'tenant_id') LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  mine text := format('%I = (SELECT NULLIF(current_setting(''app.tenant'', true), '''')::uuid)', tenant_column);
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', walled);
  EXECUTE format('CREATE POLICY tenant_wall ON %s USING (%s) WITH CHECK (%s)', walled, mine, mine);
END
$$;
--> statement-breakpoint
-- For migrations: keeps a table's updated_at.
CREATE PROCEDURE ops.touch(touched regclass) LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  EXECUTE format(
    'CREATE TRIGGER touch_updated_at BEFORE UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION ops.touch_updated_at()', touched);
END
$$;
--> statement-breakpoint
-- For migrations: writes a table's changes into audit_entries, but for the columns named as noise.
CREATE PROCEDURE ops.audited(watched regclass, VARIADIC noise text[] DEFAULT '{}') LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  EXECUTE format(
    'CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION ops.audit(%s)',
    watched, (SELECT string_agg(quote_literal(name), ', ') FROM unnest(noise) AS name));
END
$$;
