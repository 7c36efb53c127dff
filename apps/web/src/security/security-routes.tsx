import type { RouteObject } from 'react-router';

/** The Security tab and its pages, loaded when asked for: this module is in the first chunk. */
export const securityRoutes: RouteObject[] = [];
