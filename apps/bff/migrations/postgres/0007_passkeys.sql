ALTER TABLE "authenticator" DROP CONSTRAINT "authenticator_kind_known";--> statement-breakpoint
ALTER TABLE "enrolment" DROP CONSTRAINT "enrolment_kind_known";--> statement-breakpoint
DROP INDEX "authenticator_kind";--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "user_handle" text;--> statement-breakpoint
ALTER TABLE "authenticator" ADD COLUMN "credential_index" text;--> statement-breakpoint
ALTER TABLE "authenticator" ADD COLUMN "rp_id" text;--> statement-breakpoint
ALTER TABLE "authenticator" ADD COLUMN "name" text;--> statement-breakpoint
ALTER TABLE "authenticator" ADD COLUMN "backup_eligible" boolean;--> statement-breakpoint
ALTER TABLE "authenticator" ADD COLUMN "backed_up" boolean;--> statement-breakpoint
CREATE UNIQUE INDEX "authenticator_credential" ON "authenticator" USING btree ("credential_index") WHERE credential_index is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "authenticator_kind" ON "authenticator" USING btree ("account_id","kind",coalesce(credential_index, ''));--> statement-breakpoint
ALTER TABLE "authenticator" ADD CONSTRAINT "authenticator_kind_known" CHECK (kind in ('app', 'phone', 'passkey'));--> statement-breakpoint
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_kind_known" CHECK (kind in ('app', 'phone', 'passkey'));