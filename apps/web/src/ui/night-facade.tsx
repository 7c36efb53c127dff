import css from './night-facade.module.css';

const COLUMNS = 5;
const FLOORS = 7;
const BAY = 96;
const FLOOR = 116;
const TOP = 96;
const WIDTH = COLUMNS * BAY + 48;
const GROUND = TOP + FLOORS * FLOOR;
const HEIGHT = GROUND + 172;

// A few people still up: column, floor, how bright, how much of the blind is down.
const LIGHTS = [
  { column: 1, floor: 1, light: 'dim', blind: 0.35 },
  { column: 3, floor: 2, light: 'lit', blind: 0 },
  { column: 0, floor: 4, light: 'dim', blind: 0.6 },
  { column: 2, floor: 5, light: 'lit', blind: 0.2 },
  { column: 4, floor: 6, light: 'dim', blind: 0 },
] as const;

const BAYS = Array.from({ length: FLOORS * COLUMNS }, (_, at) => ({
  id: `bay-${at}`,
  column: at % COLUMNS,
  floor: Math.floor(at / COLUMNS),
}));

function Bay(props: { column: number; floor: number }) {
  const { column, floor } = props;
  const x = 44 + column * BAY;
  const y = TOP + floor * FLOOR;
  const light = LIGHTS.find((one) => one.column === column && one.floor === floor);
  return (
    <g strokeWidth="2">
      <path className={light ? css[light.light] : css.pane} d={`M${x} ${y}h56v74h-56z`} />
      {light && light.blind > 0 ? (
        <path className={css.blind} d={`M${x + 1} ${y + 1}h54v${Math.round(72 * light.blind)}h-54z`} />
      ) : null}
      <path className={light ? css.litMullion : css.mullion} d={`M${x + 28} ${y}v74M${x} ${y + 26}h56`} />
      <path className={css.mullion} strokeWidth="4" d={`M${x - 6} ${y + 78}h68`} />
    </g>
  );
}

/** The way in: two leaves, a light above them, a shop window at either side. */
function GroundFloor() {
  const middle = WIDTH / 2;
  return (
    <g strokeWidth="2" className={css.pane}>
      <path className={css.mullion} strokeWidth="4" d={`M20 ${GROUND}h${WIDTH - 40}`} />
      <path d={`M44 ${GROUND + 28}h148v96h-148zM${WIDTH - 192} ${GROUND + 28}h148v96h-148z`} />
      <path d={`M118 ${GROUND + 28}v96M${WIDTH - 118} ${GROUND + 28}v96`} />
      <path d={`M${middle - 40} ${GROUND + 52}h80v112h-80zM${middle} ${GROUND + 52}v112`} />
      <path className={css.dim} d={`M${middle - 40} ${GROUND + 28}h80v20h-80z`} />
    </g>
  );
}

/** The façade at night that stands beside the sign-in form on wide screens. Decoration. */
export function NightFacade() {
  return (
    <div className={css.night}>
      <svg
        aria-hidden="true"
        className={css.building}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="xMidYMax slice"
        fill="none"
      >
        <path className={css.wall} d={`M20 44h${WIDTH - 40}v${HEIGHT}h-${WIDTH - 40}z`} />
        <path className={css.ground} strokeWidth="8" d={`M10 44h${WIDTH - 20}`} />
        {BAYS.map(({ id, column, floor }) => (
          <Bay key={id} column={column} floor={floor} />
        ))}
        <GroundFloor />
        <path className={css.ground} strokeWidth="4" d={`M0 ${HEIGHT - 6}h${WIDTH}`} />
      </svg>
    </div>
  );
}
