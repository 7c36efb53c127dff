ALTER TABLE "instance" ADD COLUMN "release" text;--> statement-breakpoint
ALTER TABLE "authenticator" ADD CONSTRAINT "authenticator_kind_known" CHECK (kind in ('app', 'phone'));--> statement-breakpoint
ALTER TABLE "challenge" ADD CONSTRAINT "challenge_purpose_known" CHECK (purpose in ('sign-in', 'step-up'));--> statement-breakpoint
ALTER TABLE "challenge" ADD CONSTRAINT "challenge_state_known" CHECK (state in ('open', 'answered', 'cancelled', 'exhausted'));--> statement-breakpoint
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_kind_known" CHECK (kind in ('app', 'phone'));--> statement-breakpoint
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_state_known" CHECK (state in ('open', 'confirmed', 'cancelled', 'exhausted'));--> statement-breakpoint
ALTER TABLE "recovery_code" ADD CONSTRAINT "recovery_code_state_known" CHECK (state in ('active', 'used', 'replaced'));--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_by_recovery_known" CHECK (by_recovery in ('none', 'pending', 'finished'));