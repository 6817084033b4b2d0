/** Places in pictures that are looked at, by pointer or keyboard. */
import { scalesOf } from "./drawing.js";

const nearestOf = (values, wanted, isLog) => {
  const distance = (value) => Math.abs(isLog ? Math.log(value / wanted) : value - wanted);
  return values.reduce((best, value) => (distance(value) < distance(best) ? value : best), values[0]);
};

/** The place of a picture nearest to another, what stands there in words, and what is ringed. */
export function nearest(picture, wanted) {
  const [isLogX, isLogY] = [picture.x.scale === "log", picture.y.scale === "log"];
  const write = (axis, value) => (axis.write ?? String)(value);
  if (picture.cells) {
    const { xs, ys, values, label, write: writeCell } = picture.cells;
    const x = nearestOf(xs, wanted.x, isLogX);
    const y = nearestOf(ys, wanted.y ?? ys[0], isLogY);
    const value = values[xs.indexOf(x) * ys.length + ys.indexOf(y)];
    const words = `${picture.x.label} ${write(picture.x, x)}, ${picture.y.label} ${write(picture.y, y)}: ${
      value === null ? "nothing fits" : `${label} ${writeCell(value)}`
    }`;
    return { x, y, rings: [], words };
  }
  if (picture.hover === "point") return nearestPoint(picture, wanted, write);
  const places = placesOf(picture);
  if (!places.length) return null;
  const x = nearestOf(places, wanted.x, isLogX);
  const found = picture.series.flatMap((series) =>
    series.points.filter((point) => point.x === x && Number.isFinite(point.y)).map((point) => ({ series, point }))
  );
  const words = found.map(({ series, point }) => `${series.label} ${write(picture.y, point.y)}`).join(", ");
  return {
    x,
    rings: found.filter(({ series }) => series.kind !== "area").map(({ series, point }) => ({
      ...point,
      look: series.look,
    })),
    words: `${write(picture.x, x)}: ${words}`,
  };
}

function nearestPoint(picture, wanted, write) {
  const scales = scalesOf(picture);
  const place = ({ x, y }) => [scales.x.place(x), scales.y.place(y ?? scales.y.min)];
  const [toX, toY] = place(wanted);
  let best = null;
  for (const series of picture.series) {
    for (const point of series.points) {
      const [x, y] = place(point);
      const distance = Math.hypot(x - toX, y - toY);
      if (!best || distance < best.distance) best = { distance, series, point };
    }
  }
  if (!best) return null;
  const { series, point } = best;
  const words = `${point.label ?? series.label}: ${picture.x.label} ${write(picture.x, point.x)}, ${picture.y.label} ${
    write(picture.y, point.y)
  }`;
  return { x: point.x, y: point.y, rings: [{ ...point, look: series.look }], words };
}

/** All places along x that have a value. */
function placesOf({ series, cells }) {
  const places = cells ? cells.xs : series.flatMap(({ points }) => points.map((point) => point.x));
  return [...new Set(places)].sort((one, other) => one - other);
}

/** The place one step from another; the first where there is none. */
export function neighbour(picture, from, [right, up]) {
  const moved = (values, value, step) => values[Math.min(Math.max(values.indexOf(value) + step, 0), values.length - 1)];
  const places = placesOf(picture);
  if (!from) return { x: places[0], y: picture.cells?.ys[0] };
  return { x: moved(places, from.x, right), y: picture.cells ? moved(picture.cells.ys, from.y, up) : from.y };
}
