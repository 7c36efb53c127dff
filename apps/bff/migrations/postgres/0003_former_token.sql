ALTER TABLE "session" ADD COLUMN "former_token_hash" text;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "former_until" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "session_former_token" ON "session" USING btree ("former_token_hash");