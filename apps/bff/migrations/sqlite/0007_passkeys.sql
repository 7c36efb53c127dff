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
	`credential_index` text,
	`rp_id` text,
	`name` text,
	`backup_eligible` integer,
	`backed_up` integer,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "authenticator_kind_known" CHECK(kind in ('app', 'phone', 'passkey'))
);
--> statement-breakpoint
INSERT INTO `__new_authenticator`("id", "account_id", "kind", "sealed", "phone_index", "country", "last_step", "added_at", "last_used_at", "disabled_at") SELECT "id", "account_id", "kind", "sealed", "phone_index", "country", "last_step", "added_at", "last_used_at", "disabled_at" FROM `authenticator`;--> statement-breakpoint
DROP TABLE `authenticator`;--> statement-breakpoint
ALTER TABLE `__new_authenticator` RENAME TO `authenticator`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `authenticator_kind` ON `authenticator` (`account_id`,`kind`,coalesce(`credential_index`, ''));--> statement-breakpoint
CREATE UNIQUE INDEX `authenticator_credential` ON `authenticator` (`credential_index`) WHERE credential_index is not null;--> statement-breakpoint
CREATE INDEX `authenticator_phone` ON `authenticator` (`phone_index`);--> statement-breakpoint
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
	CONSTRAINT "enrolment_kind_known" CHECK(kind in ('app', 'phone', 'passkey')),
	CONSTRAINT "enrolment_state_known" CHECK(state in ('open', 'confirmed', 'cancelled', 'exhausted'))
);
--> statement-breakpoint
INSERT INTO `__new_enrolment`("id", "account_id", "session_id", "kind", "sealed", "phone_index", "country", "replaces", "key_id", "failed", "state", "created_at", "expires_at") SELECT "id", "account_id", "session_id", "kind", "sealed", "phone_index", "country", "replaces", "key_id", "failed", "state", "created_at", "expires_at" FROM `enrolment`;--> statement-breakpoint
DROP TABLE `enrolment`;--> statement-breakpoint
ALTER TABLE `__new_enrolment` RENAME TO `enrolment`;--> statement-breakpoint
CREATE UNIQUE INDEX `enrolment_open` ON `enrolment` (`session_id`,`kind`) WHERE state = 'open';--> statement-breakpoint
CREATE INDEX `enrolment_account` ON `enrolment` (`account_id`);--> statement-breakpoint
CREATE INDEX `enrolment_expiry` ON `enrolment` (`expires_at`);--> statement-breakpoint
ALTER TABLE `account` ADD `user_handle` text;