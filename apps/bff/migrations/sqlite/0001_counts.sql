CREATE TABLE `paid_try` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `paid_try_age` ON `paid_try` (`at`);--> statement-breakpoint
DROP INDEX `browser_account`;--> statement-breakpoint
CREATE INDEX `browser_account` ON `browser` (`account_id`,`last_seen_at`);--> statement-breakpoint
ALTER TABLE `attempt` ADD `run` text;--> statement-breakpoint
ALTER TABLE `security_event` ADD `count` integer;--> statement-breakpoint
ALTER TABLE `security_event` ADD `tally` text;--> statement-breakpoint
CREATE INDEX `security_event_kind` ON `security_event` (`account_id`,`kind`,`at`);--> statement-breakpoint
CREATE UNIQUE INDEX `security_event_tally` ON `security_event` (`account_id`,`tally`);--> statement-breakpoint
ALTER TABLE `throttle` ADD `run` text;--> statement-breakpoint
ALTER TABLE `throttle` ADD `began_at` integer;--> statement-breakpoint
ALTER TABLE `throttle` ADD `shares` text;--> statement-breakpoint
ALTER TABLE `throttle` ADD `kept_until` integer;--> statement-breakpoint
CREATE INDEX `throttle_kept` ON `throttle` (`kept_until`);--> statement-breakpoint
CREATE INDEX `challenge_open` ON `challenge` (`account_id`,`browser_id`,`created_at`) WHERE state = 'open';