const PANES = [4, 10, 16].flatMap((y) => [5, 10, 15].map((x) => ({ x, y, lit: x === 15 && y === 10 })));

/** The mark: a façade of three by three windows, one lit. Decoration beside the product's name. */
export function Mark(props: { size?: number }) {
  const { size = 28 } = props;
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d="M2.5 1.5h19v21h-19z" fill="var(--mark-wall)" stroke="var(--mark-edge)" />
      {PANES.map(({ x, y, lit }) => (
        <path key={`${x}-${y}`} d={`M${x} ${y}h4v4h-4z`} fill={lit ? 'var(--lit)' : 'var(--mark-pane)'} />
      ))}
    </svg>
  );
}
