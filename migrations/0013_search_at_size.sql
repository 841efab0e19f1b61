CREATE TABLE "street_names" (
	"tenant_id" uuid NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "street_names_tenant_id_name_pk" PRIMARY KEY("tenant_id","name")
);
--> statement-breakpoint
DROP INDEX "shipments_reference_trgm_idx";--> statement-breakpoint
DROP INDEX "shipments_region_idx";--> statement-breakpoint
DROP INDEX "shipments_store_idx";--> statement-breakpoint
ALTER TABLE "street_names" ADD CONSTRAINT "street_names_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "street_names_alike_idx" ON "street_names" USING gist ("tenant_id","name" gist_trgm_ops);--> statement-breakpoint
CREATE INDEX "shipments_part_idx" ON "shipments" USING gin ("reference" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "shipments_street_idx" ON "shipments" USING btree ("tenant_id","street","id");--> statement-breakpoint
CREATE INDEX "shipments_region_idx" ON "shipments" USING btree ("tenant_id","region_id","status","id");--> statement-breakpoint
CREATE INDEX "shipments_store_idx" ON "shipments" USING btree ("tenant_id","store_code","id");--> statement-breakpoint
INSERT INTO street_names (tenant_id, name) SELECT DISTINCT tenant_id, street FROM shipments;
--> statement-breakpoint
CALL ops.wall('street_names');
--> statement-breakpoint
-- ops.find_shipments runs as the owner, for whom no wall may keep the operator of likeness from its index.
CREATE POLICY owner_finds ON street_names FOR SELECT TO CURRENT_USER USING (true);
--> statement-breakpoint
GRANT SELECT, INSERT ON street_names TO doorstep_app;
--> statement-breakpoint
-- Many added shipments are noted at once, in order, so that two batches never wait for each other's streets.
CREATE FUNCTION ops.note_streets() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO public.street_names (tenant_id, name)
    SELECT DISTINCT tenant_id, street FROM added ORDER BY tenant_id, street
    ON CONFLICT DO NOTHING;
  ELSE
    INSERT INTO public.street_names (tenant_id, name) VALUES (NEW.tenant_id, NEW.street) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER note_added_streets AFTER INSERT ON shipments
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ops.note_streets();
--> statement-breakpoint
CREATE TRIGGER note_changed_street AFTER UPDATE OF street ON shipments
FOR EACH ROW WHEN (OLD.street IS DISTINCT FROM NEW.street) EXECUTE FUNCTION ops.note_streets();
--> statement-breakpoint
-- Triggers run it; nobody calls it.
REVOKE EXECUTE ON FUNCTION ops.note_streets() FROM PUBLIC;
--> statement-breakpoint
-- As before: ids of the tenant's shipments that match, newest first, with the wall written out. Planned anew for each text,
-- because how many rows hold it decides between an index of words and going back from the newest row.
CREATE OR REPLACE FUNCTION ops.find_shipments(words text, at_most int) RETURNS SETOF uuid LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET pg_trgm.word_similarity_threshold = 0.5 SET plan_cache_mode = force_custom_plan SET enable_sort = on
AS $$
DECLARE
  -- "Mill Street" is half like all streets of a town: 8,000 of them are not what was meant.
  streets_at_most CONSTANT int := 200;
  -- Parts of fewer than three letters and digits are in no index: 20,000 rows are read in 30 ms.
  newest_at_most CONSTANT int := 20000;
  -- Order numbers of a store begin alike: merging the long lists of all that do took 60 of 63 ms, the end alone takes 3.
  ending_chars CONSTANT int := 6;
  tenant CONSTANT uuid := NULLIF(current_setting('app.tenant', true), '')::uuid;
  ending CONSTANT text := right(words, ending_chars);
  meant CONSTANT tsquery := websearch_to_tsquery('simple', words);
  streets text[];
  with_part uuid[];
BEGIN
  -- Nearest first by the index. Postgres thinks that likeness costs as little as a comparison of numbers, and would rather
  -- compare all streets and sort them: 167 ms for 8,000 instead of 12.
  PERFORM set_config('enable_sort', 'off', true);
  streets := ARRAY(
    SELECT name FROM street_names WHERE tenant_id = tenant AND words <% name
    ORDER BY words <<-> name LIMIT streets_at_most
  );
  PERFORM set_config('enable_sort', 'on', true);
  IF length(regexp_replace(ending, '\W', '', 'g')) < 3 THEN
    with_part := ARRAY(
      SELECT id FROM (
        SELECT id, reference FROM shipments WHERE tenant_id = tenant ORDER BY id DESC LIMIT newest_at_most
      ) newest
      WHERE position(lower(words) IN lower(reference)) > 0
      ORDER BY id DESC LIMIT at_most
    );
  ELSE
    with_part := ARRAY(
      SELECT id FROM shipments
      WHERE tenant_id = tenant
        AND reference ILIKE '%' || regexp_replace(ending, '([\\%_])', '\\\1', 'g') || '%'
        AND position(lower(words) IN lower(reference)) > 0
      ORDER BY id DESC LIMIT at_most
    );
  END IF;
  -- Each part with its own limit, because what all of a town's shipments hold would else be read as a whole.
  RETURN QUERY SELECT found.id FROM (
    (SELECT s.id FROM shipments s WHERE s.tenant_id = tenant AND s.search @@ meant ORDER BY s.id DESC LIMIT at_most)
    UNION
    (SELECT s.id FROM shipments s WHERE s.tenant_id = tenant AND s.street = ANY (streets) ORDER BY s.id DESC LIMIT at_most)
    UNION
    SELECT unnest(with_part)
  ) found
  ORDER BY found.id DESC LIMIT at_most;
END
$$;
