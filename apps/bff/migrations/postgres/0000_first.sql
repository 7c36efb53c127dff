CREATE TABLE "account" (
	"id" text PRIMARY KEY NOT NULL,
	"login" text NOT NULL,
	"name" text NOT NULL,
	"language" text NOT NULL,
	"password_hash" text,
	"password_changed_at" timestamp (3) with time zone NOT NULL,
	"active" boolean NOT NULL,
	"security_epoch" integer NOT NULL,
	"last_sign_in_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "attempt" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"bucket" text NOT NULL,
	"failed" integer NOT NULL,
	"blocked_until" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "authenticator" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"kind" text NOT NULL,
	"sealed" text NOT NULL,
	"phone_index" text,
	"country" text,
	"last_step" integer NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"disabled_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "browser" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "challenge" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"purpose" text NOT NULL,
	"token_hash" text,
	"session_id" text,
	"epoch" integer NOT NULL,
	"key_id" text NOT NULL,
	"preferred" text NOT NULL,
	"browser_id" text,
	"failed" integer NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "enrolment" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"session_id" text NOT NULL,
	"kind" text NOT NULL,
	"sealed" text NOT NULL,
	"phone_index" text,
	"country" text,
	"replaces" text,
	"key_id" text NOT NULL,
	"failed" integer NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "instance" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"primary_key_id" text NOT NULL,
	"key_ids" jsonb NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "key_canary" (
	"key_id" text PRIMARY KEY NOT NULL,
	"sealed" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "password_link" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "receipt" (
	"id" text PRIMARY KEY NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recovery_code" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"hash" text NOT NULL,
	"state" text NOT NULL,
	"issued_by_session" text,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"saved_at" timestamp (3) with time zone,
	"reserved_by_session" text,
	"reserved_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "security_event" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"method" text,
	"authenticator_kind" text,
	"session_id" text,
	"client" jsonb,
	"reason" text
);
--> statement-breakpoint
CREATE TABLE "send_lock" (
	"key" text PRIMARY KEY NOT NULL,
	"taken_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"token_hash" text NOT NULL,
	"epoch" integer NOT NULL,
	"events" jsonb NOT NULL,
	"by_recovery" text NOT NULL,
	"notice" jsonb,
	"client" jsonb NOT NULL,
	"browser_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sms_alarm" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"raised_at" timestamp (3) with time zone NOT NULL,
	"paused_until" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sms_message" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"subject" text NOT NULL,
	"subject_id" text NOT NULL,
	"phone_index" text NOT NULL,
	"prefix" text NOT NULL,
	"country" text NOT NULL,
	"client" text NOT NULL,
	"known" boolean NOT NULL,
	"state" text NOT NULL,
	"failure" text,
	"provider_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"verified_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "throttle" (
	"key" text PRIMARY KEY NOT NULL,
	"failed" integer NOT NULL,
	"blocked_until" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "authenticator" ADD CONSTRAINT "authenticator_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "browser" ADD CONSTRAINT "browser_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "challenge" ADD CONSTRAINT "challenge_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "password_link" ADD CONSTRAINT "password_link_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_code" ADD CONSTRAINT "recovery_code_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "security_event" ADD CONSTRAINT "security_event_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sms_message" ADD CONSTRAINT "sms_message_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "account_login" ON "account" USING btree ("login");--> statement-breakpoint
CREATE UNIQUE INDEX "attempt_bucket" ON "attempt" USING btree ("account_id","bucket");--> statement-breakpoint
CREATE UNIQUE INDEX "authenticator_kind" ON "authenticator" USING btree ("account_id","kind");--> statement-breakpoint
CREATE INDEX "authenticator_phone" ON "authenticator" USING btree ("phone_index");--> statement-breakpoint
CREATE UNIQUE INDEX "browser_token" ON "browser" USING btree ("token_hash","account_id");--> statement-breakpoint
CREATE INDEX "browser_account" ON "browser" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "browser_age" ON "browser" USING btree ("last_seen_at");--> statement-breakpoint
CREATE UNIQUE INDEX "challenge_token" ON "challenge" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "challenge_account" ON "challenge" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "challenge_session" ON "challenge" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "challenge_expiry" ON "challenge" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "enrolment_open" ON "enrolment" USING btree ("session_id","kind") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "enrolment_account" ON "enrolment" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "enrolment_expiry" ON "enrolment" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "password_link_token" ON "password_link" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "password_link_account" ON "password_link" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "password_link_expiry" ON "password_link" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "receipt_age" ON "receipt" USING btree ("received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "recovery_code_active" ON "recovery_code" USING btree ("account_id") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "recovery_code_account" ON "recovery_code" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "security_event_account" ON "security_event" USING btree ("account_id","at");--> statement-breakpoint
CREATE INDEX "security_event_age" ON "security_event" USING btree ("at");--> statement-breakpoint
CREATE INDEX "send_lock_age" ON "send_lock" USING btree ("taken_at");--> statement-breakpoint
CREATE UNIQUE INDEX "session_token" ON "session" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "session_account" ON "session" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "session_expiry" ON "session" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "sms_alarm_subject" ON "sms_alarm" USING btree ("kind","subject");--> statement-breakpoint
CREATE INDEX "sms_alarm_age" ON "sms_alarm" USING btree ("raised_at");--> statement-breakpoint
CREATE INDEX "sms_account" ON "sms_message" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE INDEX "sms_phone" ON "sms_message" USING btree ("phone_index","created_at");--> statement-breakpoint
CREATE INDEX "sms_client" ON "sms_message" USING btree ("client","created_at");--> statement-breakpoint
CREATE INDEX "sms_prefix" ON "sms_message" USING btree ("prefix","created_at");--> statement-breakpoint
CREATE INDEX "sms_country" ON "sms_message" USING btree ("country","created_at");--> statement-breakpoint
CREATE INDEX "sms_subject" ON "sms_message" USING btree ("subject_id");--> statement-breakpoint
CREATE INDEX "sms_age" ON "sms_message" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "sms_provider" ON "sms_message" USING btree ("provider_id");--> statement-breakpoint
CREATE INDEX "throttle_age" ON "throttle" USING btree ("updated_at");