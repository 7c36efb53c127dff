ALTER TABLE `instance` ADD `release` text;--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_authenticator` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`kind` text NOT NULL,
	`sealed` text NOT NULL,
	`phone_index` text,
	`country` text,
	`last_step` integer NOT NULL,
	`added_at` integer NOT NULL,
	`last_used_at` integer,
	`disabled_at` integer,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "authenticator_kind_known" CHECK(kind in ('app', 'phone'))
);
--> statement-breakpoint
INSERT INTO `__new_authenticator`("id", "account_id", "kind", "sealed", "phone_index", "country", "last_step", "added_at", "last_used_at", "disabled_at") SELECT "id", "account_id", "kind", "sealed", "phone_index", "country", "last_step", "added_at", "last_used_at", "disabled_at" FROM `authenticator`;--> statement-breakpoint
DROP TABLE `authenticator`;--> statement-breakpoint
ALTER TABLE `__new_authenticator` RENAME TO `authenticator`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `authenticator_kind` ON `authenticator` (`account_id`,`kind`);--> statement-breakpoint
CREATE INDEX `authenticator_phone` ON `authenticator` (`phone_index`);--> statement-breakpoint
CREATE TABLE `__new_challenge` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`purpose` text NOT NULL,
	`token_hash` text,
	`session_id` text,
	`epoch` integer NOT NULL,
	`key_id` text NOT NULL,
	`preferred` text NOT NULL,
	`browser_id` text,
	`failed` integer NOT NULL,
	`state` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "challenge_purpose_known" CHECK(purpose in ('sign-in', 'step-up')),
	CONSTRAINT "challenge_state_known" CHECK(state in ('open', 'answered', 'cancelled', 'exhausted'))
);
--> statement-breakpoint
INSERT INTO `__new_challenge`("id", "account_id", "purpose", "token_hash", "session_id", "epoch", "key_id", "preferred", "browser_id", "failed", "state", "created_at", "expires_at") SELECT "id", "account_id", "purpose", "token_hash", "session_id", "epoch", "key_id", "preferred", "browser_id", "failed", "state", "created_at", "expires_at" FROM `challenge`;--> statement-breakpoint
DROP TABLE `challenge`;--> statement-breakpoint
ALTER TABLE `__new_challenge` RENAME TO `challenge`;--> statement-breakpoint
CREATE UNIQUE INDEX `challenge_token` ON `challenge` (`token_hash`);--> statement-breakpoint
CREATE INDEX `challenge_account` ON `challenge` (`account_id`);--> statement-breakpoint
CREATE INDEX `challenge_open` ON `challenge` (`account_id`,`browser_id`,`created_at`) WHERE state = 'open';--> statement-breakpoint
CREATE INDEX `challenge_session` ON `challenge` (`session_id`);--> statement-breakpoint
CREATE INDEX `challenge_expiry` ON `challenge` (`expires_at`);--> statement-breakpoint
CREATE TABLE `__new_enrolment` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`session_id` text NOT NULL,
	`kind` text NOT NULL,
	`sealed` text NOT NULL,
	`phone_index` text,
	`country` text,
	`replaces` text,
	`key_id` text NOT NULL,
	`failed` integer NOT NULL,
	`state` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "enrolment_kind_known" CHECK(kind in ('app', 'phone')),
	CONSTRAINT "enrolment_state_known" CHECK(state in ('open', 'confirmed', 'cancelled', 'exhausted'))
);
--> statement-breakpoint
INSERT INTO `__new_enrolment`("id", "account_id", "session_id", "kind", "sealed", "phone_index", "country", "replaces", "key_id", "failed", "state", "created_at", "expires_at") SELECT "id", "account_id", "session_id", "kind", "sealed", "phone_index", "country", "replaces", "key_id", "failed", "state", "created_at", "expires_at" FROM `enrolment`;--> statement-breakpoint
DROP TABLE `enrolment`;--> statement-breakpoint
ALTER TABLE `__new_enrolment` RENAME TO `enrolment`;--> statement-breakpoint
CREATE UNIQUE INDEX `enrolment_open` ON `enrolment` (`session_id`,`kind`) WHERE state = 'open';--> statement-breakpoint
CREATE INDEX `enrolment_account` ON `enrolment` (`account_id`);--> statement-breakpoint
CREATE INDEX `enrolment_expiry` ON `enrolment` (`expires_at`);--> statement-breakpoint
CREATE TABLE `__new_recovery_code` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`hash` text NOT NULL,
	`state` text NOT NULL,
	`issued_by_session` text,
	`issued_at` integer NOT NULL,
	`saved_at` integer,
	`reserved_by_session` text,
	`reserved_until` integer,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "recovery_code_state_known" CHECK(state in ('active', 'used', 'replaced'))
);
--> statement-breakpoint
INSERT INTO `__new_recovery_code`("id", "account_id", "hash", "state", "issued_by_session", "issued_at", "saved_at", "reserved_by_session", "reserved_until") SELECT "id", "account_id", "hash", "state", "issued_by_session", "issued_at", "saved_at", "reserved_by_session", "reserved_until" FROM `recovery_code`;--> statement-breakpoint
DROP TABLE `recovery_code`;--> statement-breakpoint
ALTER TABLE `__new_recovery_code` RENAME TO `recovery_code`;--> statement-breakpoint
CREATE UNIQUE INDEX `recovery_code_active` ON `recovery_code` (`account_id`) WHERE state = 'active';--> statement-breakpoint
CREATE INDEX `recovery_code_account` ON `recovery_code` (`account_id`);--> statement-breakpoint
CREATE TABLE `__new_session` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`epoch` integer NOT NULL,
	`events` text NOT NULL,
	`by_recovery` text NOT NULL,
	`notice` text,
	`client` text NOT NULL,
	`browser_id` text,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "session_by_recovery_known" CHECK(by_recovery in ('none', 'pending', 'finished'))
);
--> statement-breakpoint
INSERT INTO `__new_session`("id", "account_id", "token_hash", "epoch", "events", "by_recovery", "notice", "client", "browser_id", "created_at", "last_seen_at", "expires_at") SELECT "id", "account_id", "token_hash", "epoch", "events", "by_recovery", "notice", "client", "browser_id", "created_at", "last_seen_at", "expires_at" FROM `session`;--> statement-breakpoint
DROP TABLE `session`;--> statement-breakpoint
ALTER TABLE `__new_session` RENAME TO `session`;--> statement-breakpoint
CREATE UNIQUE INDEX `session_token` ON `session` (`token_hash`);--> statement-breakpoint
CREATE INDEX `session_account` ON `session` (`account_id`);--> statement-breakpoint
CREATE INDEX `session_expiry` ON `session` (`expires_at`);