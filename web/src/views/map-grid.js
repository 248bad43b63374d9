// Places that are near each other on the picture as one mark: a grid as fine as the zoom, so that what is drawn stays few however much is stored.

const FEW = 150;
const CELL = 44;
const NEAR = 16;

/** How far the zoom is, in steps of √2: marks are gathered anew at a step only, so that they stay as they are while one turns the wheel. */
export function step(k) {
  return 2 ** (Math.floor(2 * Math.log2(Math.max(1, k)) + 1e-6) / 2);
}

/**
 * Marks of `items` ({place, x, y}: where it stands at zoom 1) at a zoom: {key, x, y, places: [most events first], events, friction, cooperation}. A few
 * items, and all from zoom `NEAR` on, stand alone; else those of one cell of the grid are one, in their middle by events.
 */
export function gathered(items, k) {
  const size = items.length <= FEW || k >= NEAR ? 0 : CELL / step(k);
  const cells = new Map();
  items.forEach(({ place, x, y }, n) => {
    const key = size ? `${Math.floor(x / size)} ${Math.floor(y / size)}` : n;
    const cell = cells.get(key) ?? { x: 0, y: 0, places: [], events: 0, friction: 0, cooperation: 0 };
    cell.x += x * place.events;
    cell.y += y * place.events;
    cell.places.push(place);
    for (const what of ["events", "friction", "cooperation"]) cell[what] += place[what];
    cells.set(key, cell);
  });
  return [...cells].map(([key, cell]) => ({
    ...cell, key: `${size} ${key}`, x: cell.x / cell.events, y: cell.y / cell.events, places: cell.places.sort((one, other) => other.events - one.events),
  }));
}

/** Those of them that are in a picture of so many pixels, moved and zoomed: with `at`, where they stand in it. */
export function within(marks, transform, [width, tall], beyond = 30) {
  const inside = ([x, y]) => x > -beyond && y > -beyond && x < width + beyond && y < tall + beyond;
  return marks.map((mark) => ({ ...mark, at: [transform.applyX(mark.x), transform.applyY(mark.y)] })).filter(({ at }) => inside(at));
}
