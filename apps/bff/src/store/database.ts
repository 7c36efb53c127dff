export interface Database {
	readonly engine: "sqlite" | "postgres";
}
