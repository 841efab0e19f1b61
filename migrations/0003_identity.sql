CREATE TABLE "api_keys" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"secret_hash" "bytea" NOT NULL,
	"scopes" text[] NOT NULL,
	"store_code" text,
	"created_by" text NOT NULL,
	"expires_at" timestamptz(3),
	"last_used_at" timestamptz(3),
	"revoked_at" timestamptz(3),
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	"updated_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "api_keys_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "api_keys_secret_key" UNIQUE("secret_hash"),
	CONSTRAINT "api_keys_scopes_check" CHECK (cardinality("api_keys"."scopes") > 0 and "api_keys"."scopes" <@ array['region:read', 'driver:read', 'vehicle:read', 'shipment:read', 'shipment:write', 'trip:read', 'tracking-link:read', 'tracking-link:write', 'geofence:read', 'proof:read', 'webhook:read', 'webhook:write', 'location:read']),
	CONSTRAINT "api_keys_expiry_check" CHECK ("api_keys"."expires_at" > "api_keys"."created_at")
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"role" text NOT NULL,
	"store_code" text,
	"region_ids" uuid[],
	"home_region_id" uuid,
	"name_sealed" text NOT NULL,
	"contact_sealed" text NOT NULL,
	"contact_index" "bytea" NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"created_by" text NOT NULL,
	"expires_at" timestamptz(3) NOT NULL,
	"accepted_at" timestamptz(3),
	"revoked_at" timestamptz(3),
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	"updated_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "invitations_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "invitations_token_key" UNIQUE("token_hash"),
	CONSTRAINT "invitations_role_check" CHECK ("invitations"."role" in ('admin', 'dispatcher', 'store', 'driver')),
	CONSTRAINT "invitations_store_check" CHECK (("invitations"."role" = 'store') = ("invitations"."store_code" is not null)),
	CONSTRAINT "invitations_regions_check" CHECK ("invitations"."region_ids" is null or "invitations"."role" = 'dispatcher'),
	CONSTRAINT "invitations_home_check" CHECK (("invitations"."role" = 'driver') = ("invitations"."home_region_id" is not null)),
	CONSTRAINT "invitations_end_check" CHECK (num_nonnulls("invitations"."accepted_at", "invitations"."revoked_at") <= 1),
	CONSTRAINT "invitations_expiry_check" CHECK ("invitations"."expires_at" > "invitations"."created_at")
);
--> statement-breakpoint
CREATE TABLE "security_events" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"actor" text,
	"ip_prefix" "cidr",
	"request_id" text,
	"at" timestamptz(3) DEFAULT now() NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "security_events_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "security_events_kind_check" CHECK ("security_events"."kind" in ('sign-in', 'sign-in-refused', 'sign-out', 'code-locked', 'second-factor-refused', 'second-factor-changed', 'passkey-added', 'passkey-removed', 'refresh-reuse', 'sessions-ended', 'invited', 'invitation-accepted', 'invitation-revoked', 'role-changed', 'person-suspended', 'person-restored', 'key-created', 'key-revoked', 'access-denied', 'audit-broken')),
	CONSTRAINT "security_events_prefix_check" CHECK (masklen("security_events"."ip_prefix") <= case family("security_events"."ip_prefix") when 4 then 24 else 64 end)
);
--> statement-breakpoint
ALTER TABLE "audit_entries" ADD COLUMN "chain_number" bigint;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "region_ids" uuid[];--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_tenant_id_home_region_id_regions_tenant_id_id_fk" FOREIGN KEY ("tenant_id","home_region_id") REFERENCES "public"."regions"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "security_events" ADD CONSTRAINT "security_events_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_open_key" ON "invitations" USING btree ("tenant_id","contact_index") WHERE accepted_at is null and revoked_at is null;--> statement-breakpoint
CREATE INDEX "invitations_region_idx" ON "invitations" USING btree ("tenant_id","home_region_id");--> statement-breakpoint
CREATE INDEX "security_events_actor_idx" ON "security_events" USING btree ("tenant_id","actor","at");--> statement-breakpoint
CREATE INDEX "security_events_kind_idx" ON "security_events" USING btree ("tenant_id","kind","at");--> statement-breakpoint
CREATE INDEX "audit_entries_unsealed_idx" ON "audit_entries" USING btree ("tenant_id","position") WHERE hash is null;--> statement-breakpoint
CREATE INDEX "drivers_login_idx" ON "drivers" USING btree ("phone_index");--> statement-breakpoint
CREATE INDEX "users_email_idx" ON "users" USING btree ("email_index");--> statement-breakpoint
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_chain_key" UNIQUE("tenant_id","chain_number");--> statement-breakpoint
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_number_check" CHECK (("audit_entries"."chain_number" is null) = ("audit_entries"."hash" is null));--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_regions_check" CHECK ("users"."region_ids" is null or "users"."role" = 'dispatcher');--> statement-breakpoint
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['invitations', 'api_keys', 'security_events'] LOOP
    CALL ops.wall(name::regclass);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['invitations', 'api_keys'] LOOP
    CALL ops.touch(name::regclass);
  END LOOP;
  CALL ops.audited('invitations');
  CALL ops.audited('api_keys', 'last_used_at');
  -- Who signs in, or shows a token, does not say which tenant's they are: the functions below run as the owner, whom
  -- FORCE walls too, and have to look everywhere.
  FOREACH name IN ARRAY ARRAY['users', 'drivers', 'invitations', 'api_keys'] LOOP
    EXECUTE format('CREATE POLICY owner_finds ON %I FOR SELECT TO CURRENT_USER USING (true)', name);
  END LOOP;
END
$$;
--> statement-breakpoint
-- Whose sign-in this may be, in all active tenants. No sealed value: the caller reads on behind the tenant's wall.
CREATE FUNCTION ops.find_accounts(login_index bytea)
RETURNS TABLE (tenant_id uuid, tenant_name text, kind text, id uuid, role text, status text) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT p.tenant_id, t.name, p.kind, p.id, p.role, p.status
  FROM (
    SELECT u.tenant_id, 'user' AS kind, u.id, u.role, u.status FROM public.users u WHERE u.email_index = login_index
    UNION ALL
    SELECT d.tenant_id, 'driver', d.id, 'driver', d.status FROM public.drivers d WHERE d.phone_index = login_index
  ) p
  JOIN public.tenants t ON t.id = p.tenant_id AND t.status = 'active'
  ORDER BY p.tenant_id, p.kind
$$;
--> statement-breakpoint
CREATE FUNCTION ops.find_api_key(hash bytea)
RETURNS TABLE (
  tenant_id uuid, id uuid, scopes text[], store_code text,
  expires_at timestamptz, last_used_at timestamptz, revoked_at timestamptz
) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT k.tenant_id, k.id, k.scopes, k.store_code, k.expires_at, k.last_used_at, k.revoked_at
  FROM public.api_keys k
  JOIN public.tenants t ON t.id = k.tenant_id AND t.status = 'active'
  WHERE k.secret_hash = hash
$$;
--> statement-breakpoint
CREATE FUNCTION ops.find_invitation(hash bytea) RETURNS TABLE (tenant_id uuid, id uuid) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT i.tenant_id, i.id
  FROM public.invitations i
  JOIN public.tenants t ON t.id = i.tenant_id AND t.status = 'active'
  WHERE i.token_hash = hash
$$;
--> statement-breakpoint
-- Fills in what the chain's writer computed, never over a seal that is there, and returns the entries that now carry
-- exactly this seal. The app's role may not update the log, so this borrows the owner's rights; the wall is written out.
CREATE FUNCTION ops.seal_audit(links jsonb) RETURNS SETOF uuid LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  mine uuid := NULLIF(current_setting('app.tenant', true), '')::uuid;
BEGIN
  UPDATE public.audit_entries e
  SET chain_number = l.number, prev = decode(l.prev, 'hex'), hash = decode(l.hash, 'hex')
  FROM jsonb_to_recordset(links) AS l (id uuid, number bigint, prev text, hash text)
  WHERE e.tenant_id = mine AND e.id = l.id AND e.hash IS NULL;
  RETURN QUERY
  SELECT e.id
  FROM public.audit_entries e
  JOIN jsonb_to_recordset(links) AS l (id uuid, number bigint, prev text, hash text) USING (id)
  WHERE e.tenant_id = mine AND e.chain_number = l.number AND e.hash = decode(l.hash, 'hex');
END
$$;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON invitations, api_keys TO doorstep_app;
--> statement-breakpoint
-- Only added to, like the audit log.
GRANT SELECT, INSERT ON security_events TO doorstep_app;
--> statement-breakpoint
-- Whoever writes an entry must not bring its seal along.
REVOKE INSERT ON audit_entries FROM doorstep_app;
--> statement-breakpoint
GRANT INSERT (tenant_id, actor, request_id, table_name, row_id, action, before, after) ON audit_entries TO doorstep_app;
--> statement-breakpoint
REVOKE EXECUTE ON ALL ROUTINES IN SCHEMA ops FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION
  ops.find_accounts, ops.find_api_key, ops.find_invitation, ops.seal_audit
TO doorstep_app;
