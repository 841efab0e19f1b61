CREATE TABLE "sos_contacts" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"driver_id" uuid,
	"position" integer NOT NULL,
	"name_sealed" text NOT NULL,
	"contact_sealed" text NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "sos_contacts_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "sos_contacts_position_check" CHECK ("sos_contacts"."position" >= 0 and "sos_contacts"."position" < 5)
);
--> statement-breakpoint
ALTER TABLE "shipments" ADD COLUMN "proof_awaited" uuid;--> statement-breakpoint
ALTER TABLE "sos_contacts" ADD CONSTRAINT "sos_contacts_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sos_contacts" ADD CONSTRAINT "sos_contacts_tenant_id_driver_id_drivers_tenant_id_id_fk" FOREIGN KEY ("tenant_id","driver_id") REFERENCES "public"."drivers"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sos_contacts_driver_idx" ON "sos_contacts" USING btree ("tenant_id","driver_id");--> statement-breakpoint
CREATE INDEX "shipments_unproved_idx" ON "shipments" USING btree ("tenant_id","id") WHERE proof_awaited is not null;--> statement-breakpoint
CALL ops.wall('sos_contacts');
--> statement-breakpoint
-- Replaced as a list: what is not in the new one is deleted.
GRANT SELECT, INSERT, DELETE ON sos_contacts TO doorstep_app;
--> statement-breakpoint
DO $$
BEGIN
  CALL ops.audited('sos_contacts');
END
$$;
--> statement-breakpoint
-- A delivery waits for its proof until that one is complete, or until the desk has entered another by hand. The row is
-- held before it is read: a ledger that is naming this very proof has finished then, or sees it complete.
CREATE FUNCTION ops.proof_arrived() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM FROM public.shipments WHERE tenant_id = NEW.tenant_id AND id = NEW.shipment_id FOR NO KEY UPDATE;
  UPDATE public.shipments SET proof_awaited = NULL
    WHERE tenant_id = NEW.tenant_id AND id = NEW.shipment_id AND proof_awaited IS NOT NULL
      AND (proof_awaited = NEW.id OR NEW.source = 'staff');
  RETURN NULL;
END
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION ops.proof_arrived() FROM PUBLIC;
--> statement-breakpoint
CREATE TRIGGER proof_arrived AFTER INSERT OR UPDATE OF completed_at ON proofs
FOR EACH ROW WHEN (NEW.completed_at IS NOT NULL) EXECUTE FUNCTION ops.proof_arrived();
