/**
 * Puts this process's clock wrong, as a host whose clock was set wrong: `Date` is off, the monotonic clock runs on.
 * @returns how to set by how many seconds it is off.
 */
export function fakeHostClock(): (seconds: number) => void {
  const Real = Date;
  let offMs = 0;
  class HostDate extends Real {
    constructor(...parts: [] | [number | string | Date]) {
      if (parts.length === 0) super(Real.now() + offMs);
      else super(parts[0]);
    }
    static override now(): number {
      return Real.now() + offMs;
    }
  }
  globalThis.Date = HostDate as DateConstructor;
  return (seconds) => {
    offMs = seconds * 1000;
  };
}
