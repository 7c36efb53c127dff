CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`login` text NOT NULL,
	`name` text NOT NULL,
	`language` text NOT NULL,
	`password_hash` text,
	`password_changed_at` integer NOT NULL,
	`active` integer NOT NULL,
	`security_epoch` integer NOT NULL,
	`last_sign_in_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `account_login` ON `account` (`login`);--> statement-breakpoint
CREATE TABLE `attempt` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`bucket` text NOT NULL,
	`failed` integer NOT NULL,
	`blocked_until` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `attempt_bucket` ON `attempt` (`account_id`,`bucket`);--> statement-breakpoint
CREATE TABLE `authenticator` (
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
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `authenticator_kind` ON `authenticator` (`account_id`,`kind`);--> statement-breakpoint
CREATE INDEX `authenticator_phone` ON `authenticator` (`phone_index`);--> statement-breakpoint
CREATE TABLE `browser` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `browser_token` ON `browser` (`token_hash`,`account_id`);--> statement-breakpoint
CREATE INDEX `browser_account` ON `browser` (`account_id`);--> statement-breakpoint
CREATE INDEX `browser_age` ON `browser` (`last_seen_at`);--> statement-breakpoint
CREATE TABLE `challenge` (
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
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `challenge_token` ON `challenge` (`token_hash`);--> statement-breakpoint
CREATE INDEX `challenge_account` ON `challenge` (`account_id`);--> statement-breakpoint
CREATE INDEX `challenge_session` ON `challenge` (`session_id`);--> statement-breakpoint
CREATE INDEX `challenge_expiry` ON `challenge` (`expires_at`);--> statement-breakpoint
CREATE TABLE `enrolment` (
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
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `enrolment_open` ON `enrolment` (`session_id`,`kind`) WHERE state = 'open';--> statement-breakpoint
CREATE INDEX `enrolment_account` ON `enrolment` (`account_id`);--> statement-breakpoint
CREATE INDEX `enrolment_expiry` ON `enrolment` (`expires_at`);--> statement-breakpoint
CREATE TABLE `instance` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`primary_key_id` text NOT NULL,
	`key_ids` text NOT NULL,
	`started_at` integer NOT NULL,
	`seen_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `key_canary` (
	`key_id` text PRIMARY KEY NOT NULL,
	`sealed` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `password_link` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `password_link_token` ON `password_link` (`token_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `password_link_account` ON `password_link` (`account_id`);--> statement-breakpoint
CREATE INDEX `password_link_expiry` ON `password_link` (`expires_at`);--> statement-breakpoint
CREATE TABLE `receipt` (
	`id` text PRIMARY KEY NOT NULL,
	`received_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `receipt_age` ON `receipt` (`received_at`);--> statement-breakpoint
CREATE TABLE `recovery_code` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`hash` text NOT NULL,
	`state` text NOT NULL,
	`issued_by_session` text,
	`issued_at` integer NOT NULL,
	`saved_at` integer,
	`reserved_by_session` text,
	`reserved_until` integer,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `recovery_code_active` ON `recovery_code` (`account_id`) WHERE state = 'active';--> statement-breakpoint
CREATE INDEX `recovery_code_account` ON `recovery_code` (`account_id`);--> statement-breakpoint
CREATE TABLE `security_event` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`method` text,
	`authenticator_kind` text,
	`session_id` text,
	`client` text,
	`reason` text,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `security_event_account` ON `security_event` (`account_id`,`at`);--> statement-breakpoint
CREATE INDEX `security_event_age` ON `security_event` (`at`);--> statement-breakpoint
CREATE TABLE `send_lock` (
	`key` text PRIMARY KEY NOT NULL,
	`taken_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `send_lock_age` ON `send_lock` (`taken_at`);--> statement-breakpoint
CREATE TABLE `session` (
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
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `session_token` ON `session` (`token_hash`);--> statement-breakpoint
CREATE INDEX `session_account` ON `session` (`account_id`);--> statement-breakpoint
CREATE INDEX `session_expiry` ON `session` (`expires_at`);--> statement-breakpoint
CREATE TABLE `sms_alarm` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`raised_at` integer NOT NULL,
	`paused_until` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sms_alarm_subject` ON `sms_alarm` (`kind`,`subject`);--> statement-breakpoint
CREATE INDEX `sms_alarm_age` ON `sms_alarm` (`raised_at`);--> statement-breakpoint
CREATE TABLE `sms_message` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`subject` text NOT NULL,
	`subject_id` text NOT NULL,
	`phone_index` text NOT NULL,
	`prefix` text NOT NULL,
	`country` text NOT NULL,
	`client` text NOT NULL,
	`known` integer NOT NULL,
	`state` text NOT NULL,
	`failure` text,
	`provider_id` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`verified_at` integer,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `sms_account` ON `sms_message` (`account_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `sms_phone` ON `sms_message` (`phone_index`,`created_at`);--> statement-breakpoint
CREATE INDEX `sms_client` ON `sms_message` (`client`,`created_at`);--> statement-breakpoint
CREATE INDEX `sms_prefix` ON `sms_message` (`prefix`,`created_at`);--> statement-breakpoint
CREATE INDEX `sms_country` ON `sms_message` (`country`,`created_at`);--> statement-breakpoint
CREATE INDEX `sms_subject` ON `sms_message` (`subject_id`);--> statement-breakpoint
CREATE INDEX `sms_age` ON `sms_message` (`created_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `sms_provider` ON `sms_message` (`provider_id`);--> statement-breakpoint
CREATE TABLE `throttle` (
	`key` text PRIMARY KEY NOT NULL,
	`failed` integer NOT NULL,
	`blocked_until` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `throttle_age` ON `throttle` (`updated_at`);