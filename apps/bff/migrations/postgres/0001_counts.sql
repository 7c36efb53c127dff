CREATE TABLE "paid_try" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
DROP INDEX "browser_account";--> statement-breakpoint
ALTER TABLE "attempt" ADD COLUMN "run" text;--> statement-breakpoint
ALTER TABLE "security_event" ADD COLUMN "count" integer;--> statement-breakpoint
ALTER TABLE "security_event" ADD COLUMN "tally" text;--> statement-breakpoint
ALTER TABLE "throttle" ADD COLUMN "run" text;--> statement-breakpoint
ALTER TABLE "throttle" ADD COLUMN "began_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "throttle" ADD COLUMN "shares" jsonb;--> statement-breakpoint
ALTER TABLE "throttle" ADD COLUMN "kept_until" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "paid_try_age" ON "paid_try" USING btree ("at");--> statement-breakpoint
CREATE INDEX "challenge_open" ON "challenge" USING btree ("account_id","browser_id","created_at") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "security_event_kind" ON "security_event" USING btree ("account_id","kind","at");--> statement-breakpoint
CREATE UNIQUE INDEX "security_event_tally" ON "security_event" USING btree ("account_id","tally");--> statement-breakpoint
CREATE INDEX "throttle_kept" ON "throttle" USING btree ("kept_until");--> statement-breakpoint
CREATE INDEX "browser_account" ON "browser" USING btree ("account_id","last_seen_at");