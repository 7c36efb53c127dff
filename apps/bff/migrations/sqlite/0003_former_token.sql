ALTER TABLE `session` ADD `former_token_hash` text;--> statement-breakpoint
ALTER TABLE `session` ADD `former_until` integer;--> statement-breakpoint
CREATE INDEX `session_former_token` ON `session` (`former_token_hash`);