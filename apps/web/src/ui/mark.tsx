const COLUMNS = [5, 10, 15];
const ROWS = [4, 10, 16];
const LIT = { x: 15, y: 10 };

/** The mark: a façade of three by three windows, one lit. Decoration beside the product's name. */
export function Mark(props: { size?: number }) {
  const { size = 28 } = props;
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" shapeRendering="crispEdges">
      <path d="M2 1h20v22H2z" fill="var(--mark-wall, var(--ink))" />
      {ROWS.flatMap((y) =>
        COLUMNS.map((x) => (
          <path
            key={`${x}-${y}`}
            d={`M${x} ${y}h4v4h-4z`}
            fill={x === LIT.x && y === LIT.y ? 'var(--lit)' : 'var(--mark-pane, var(--canvas))'}
            opacity={x === LIT.x && y === LIT.y ? 1 : 0.28}
          />
        )),
      )}
    </svg>
  );
}
