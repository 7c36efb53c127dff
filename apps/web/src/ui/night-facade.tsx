import css from './night-facade.module.css';

const COLUMNS = 5;
const FLOORS = 9;
const BAY = 96;
const FLOOR = 112;

// A few people still up: column, floor, how bright, how much of the blind is down.
const LIGHTS = [
  { column: 1, floor: 2, light: 'dim', blind: 0.35 },
  { column: 3, floor: 3, light: 'lit', blind: 0 },
  { column: 0, floor: 5, light: 'dim', blind: 0.6 },
  { column: 2, floor: 6, light: 'lit', blind: 0.2 },
  { column: 4, floor: 7, light: 'dim', blind: 0 },
] as const;

const PANES = Array.from({ length: FLOORS * COLUMNS }, (_, at) => ({
  id: `pane-${at}`,
  column: at % COLUMNS,
  floor: Math.floor(at / COLUMNS),
}));

function PanesAt(props: { column: number; floor: number }) {
  const { column, floor } = props;
  const x = 44 + column * BAY;
  const y = 76 + floor * FLOOR;
  const light = LIGHTS.find((one) => one.column === column && one.floor === floor);
  return (
    <g strokeWidth="2">
      <path className={light ? css[light.light] : css.pane} d={`M${x} ${y}h56v72h-56z`} />
      {light && light.blind > 0 ? (
        <path className={css.blind} d={`M${x + 1} ${y + 1}h54v${Math.round(70 * light.blind)}h-54z`} />
      ) : null}
      <path className={light ? css.litMullion : css.mullion} d={`M${x + 28} ${y}v72M${x} ${y + 26}h56`} />
    </g>
  );
}

/** The façade at night that stands beside the sign-in form on wide screens. Decoration. */
export function NightFacade() {
  const width = COLUMNS * BAY + 48;
  const height = FLOORS * FLOOR + 100;
  return (
    <div className={css.night}>
      <svg
        aria-hidden="true"
        className={css.building}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="xMidYMax slice"
        fill="none"
      >
        <path className={css.wall} d={`M20 36h${width - 40}v${height}h-${width - 40}z`} />
        <path className={css.ground} strokeWidth="6" d={`M12 36h${width - 24}`} />
        {PANES.map(({ id, column, floor }) => (
          <PanesAt key={id} column={column} floor={floor} />
        ))}
      </svg>
    </div>
  );
}
