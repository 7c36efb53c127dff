ALTER TABLE `browser` ADD `seen_at` integer;--> statement-breakpoint
ALTER TABLE `security_event` ADD `mended_at` integer;--> statement-breakpoint
ALTER TABLE `session` ADD `seen_at` integer;