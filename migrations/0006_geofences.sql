ALTER TABLE "geofences" DROP CONSTRAINT "geofences_kind_check";--> statement-breakpoint
ALTER TABLE "geofences" DROP CONSTRAINT "geofences_shape_check";--> statement-breakpoint
ALTER TABLE "geofences" ADD COLUMN "line" jsonb;--> statement-breakpoint
ALTER TABLE "geofences" ADD COLUMN "width_m" double precision;--> statement-breakpoint
ALTER TABLE "geofences" ADD COLUMN "on_enter" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "geofences" ADD COLUMN "on_leave" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "geofences" ADD COLUMN "dwell_seconds" integer;--> statement-breakpoint
ALTER TABLE "regions" ADD COLUMN "fences_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "geofences" ADD CONSTRAINT "geofences_dwell_check" CHECK ("geofences"."dwell_seconds" between 60 and 86400);--> statement-breakpoint
ALTER TABLE "geofences" ADD CONSTRAINT "geofences_kind_check" CHECK ("geofences"."kind" in ('circle', 'polygon', 'corridor'));--> statement-breakpoint
ALTER TABLE "geofences" ADD CONSTRAINT "geofences_shape_check" CHECK (case "geofences"."kind"
    when 'circle' then "geofences"."lat" is not null and "geofences"."radius_m" > 0 and "geofences"."radius_m" is not null and num_nonnulls("geofences"."polygon", "geofences"."line", "geofences"."width_m") = 0
    when 'polygon' then "geofences"."polygon" is not null and num_nonnulls("geofences"."lat", "geofences"."radius_m", "geofences"."line", "geofences"."width_m") = 0
    else "geofences"."line" is not null and "geofences"."width_m" > 0 and "geofences"."width_m" is not null and num_nonnulls("geofences"."lat", "geofences"."radius_m", "geofences"."polygon") = 0 end);