import { type Column, sql } from 'drizzle-orm';

/*
 * The conditions of the schema's partial indexes, as literals: an index is used only where its condition stands
 * in the query itself, never for a parameter that may have the value (sqlite.org/partialindex.html §2.1).
 */

export const isOpen = (enrolment: { readonly state: Column }) => sql`${enrolment.state} = 'open'`;
export const isActive = (recoveryCode: { readonly state: Column }) => sql`${recoveryCode.state} = 'active'`;
