import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Of a node of Babel, what is looked at here. */
interface Node {
  readonly type: string;
  readonly name?: unknown;
  readonly property?: Node;
  readonly properties?: readonly Node[];
}

interface Call extends Node {
  readonly callee: Node;
  readonly arguments: readonly Node[];
}

interface Path {
  readonly node: Node;
  readonly parent: Node;
}

/** Stryker's own shape of a mutator; it offers no way to bring one. */
interface Mutator {
  readonly name: string;
  mutate(path: Path): Generator<Node>;
}

const TERMS = new Set(['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'isNull', 'isOpen', 'isActive']);
const NEXT_BOUND = new Map([
  ['gt', 'gte'],
  ['gte', 'gt'],
  ['lt', 'lte'],
  ['lte', 'lt'],
]);

/** A condition of a query is left out. Stryker sees calls in them, and changes no calls. */
const conditions: Mutator = {
  name: 'QueryCondition',
  *mutate({ node }) {
    if (TERMS.has(called(node))) yield identifier('undefined');
  },
};

/** The bound itself belongs to the other side. `orm` is what `vitest.spending.config.ts` adds to the files. */
const bounds: Mutator = {
  name: 'QueryBound',
  *mutate({ node }) {
    const next = NEXT_BOUND.get(called(node));
    if (next === undefined || !isCall(node)) return;
    const callee = { type: 'MemberExpression', object: identifier('orm'), property: identifier(next), computed: false };
    const call: Call = { type: 'CallExpression', callee, arguments: structuredClone(node.arguments) };
    yield call;
  },
};

/** One column of an update is not written. */
const assignments: Mutator = {
  name: 'QueryAssignment',
  *mutate({ node, parent }) {
    const { properties = [] } = node;
    if (!isCall(parent) || parent.callee.property?.name !== 'set' || properties.length < 2) return;
    for (const left of properties)
      yield { type: 'ObjectExpression', properties: structuredClone(properties.filter((one) => one !== left)) };
  },
};

const identifier = (name: string): Node => ({ type: 'Identifier', name });
const isCall = (node: Node): node is Call => node.type === 'CallExpression';
const called = (node: Node) => (isCall(node) && node.callee.type === 'Identifier' ? String(node.callee.name) : '');

const core = createRequire(createRequire(import.meta.url).resolve('@stryker-mutator/core/package.json'));
const instrumenter = pathToFileURL(core.resolve('@stryker-mutator/instrumenter'));
const { allMutators } = (await import(new URL('mutators/mutate.js', instrumenter).href)) as { allMutators: Mutator[] };
allMutators.push(conditions, bounds, assignments);

/** Stryker takes a file for a plugin by this name. */
export const strykerPlugins: readonly never[] = [];
