-- A proof of which a file was refused cannot become complete any more: another one of the same trip takes its place.
CREATE OR REPLACE FUNCTION ops.proof_arrived() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM FROM public.shipments WHERE tenant_id = NEW.tenant_id AND id = NEW.shipment_id FOR NO KEY UPDATE;
  UPDATE public.shipments s SET proof_awaited = NULL
    WHERE s.tenant_id = NEW.tenant_id AND s.id = NEW.shipment_id AND s.proof_awaited IS NOT NULL
      AND (s.proof_awaited = NEW.id OR NEW.source = 'staff' OR s.trip_id = NEW.trip_id AND EXISTS (
        SELECT FROM public.uploads u
        WHERE u.tenant_id = s.tenant_id AND u.proof_id = s.proof_awaited AND u.status = 'rejected'));
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- A delivery that named a proof waits for one again, unless there is another. The row is held before it is read, as there.
CREATE FUNCTION ops.proof_refused() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM FROM public.shipments WHERE tenant_id = NEW.tenant_id AND id = NEW.shipment_id FOR NO KEY UPDATE;
  UPDATE public.shipments s SET proof_awaited = CASE WHEN NOT EXISTS (
      SELECT FROM public.proofs p
      WHERE p.tenant_id = s.tenant_id AND p.shipment_id = s.id AND p.completed_at IS NOT NULL
        AND (p.trip_id = s.trip_id OR p.source = 'staff')) THEN NEW.id END
    FROM public.events e
    WHERE s.tenant_id = NEW.tenant_id AND s.id = NEW.shipment_id AND s.trip_id = NEW.trip_id
      AND s.status = 'delivered' AND coalesce(s.proof_awaited, NEW.id) = NEW.id
      AND e.tenant_id = s.tenant_id AND e.trip_id = s.trip_id AND e.seq = s.event_seq AND e.body ? 'proofId';
  RETURN NULL;
END
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION ops.proof_refused() FROM PUBLIC;
--> statement-breakpoint
CREATE TRIGGER proof_refused AFTER UPDATE OF completed_at ON proofs
FOR EACH ROW WHEN (NEW.completed_at IS NULL) EXECUTE FUNCTION ops.proof_refused();
