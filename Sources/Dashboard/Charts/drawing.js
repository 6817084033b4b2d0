/**
 * Pictures: plain values that are drawn by Chart.js on the page, as an SVG file, and written as a table.
 *
 * A picture is
 *
 *     { name, title, x: axis, y: axis, series: [series], bands, marks: [mark], cells, outline, hover: "x" | "point" }
 *
 * with an axis `{ label, scale: "log" | "linear", min, max, write, tick, ticks }`, and
 *
 * - a series `{ label, look, kind: "line" | "points" | "area", points: [{ x, y, low, high, label }], isNamed }`, where
 *   a line has a band between `low` and `high` where its points have these, and points have a whisker, an area lies
 *   between them and has the value `y`, and the labels of points stand beside them where `isNamed`;
 * - `bands`, what the bands are;
 * - a mark `{ x, label, look }`, a rule across the picture at `x`, or `{ y, label, look }`;
 * - cells `{ label, xs, ys, values, write, isSigned }`, a value or null for each x and y, the xs varying slowest;
 * - an outline `{ label, corners: [[x, y]] }`, beyond which the picture is veiled.
 *
 * What Chart.js does not draw is drawn here with a pen, which a canvas and an SVG file have: `area(rings, style)`,
 * `line(points, style)`, `words(text, point, style)`.
 */
import { look } from "./looks.js";
import { colour } from "./theme.js";
import { makeScale } from "./scales.js";
import { drawWhiskers } from "./whiskers.js";

/** The scales of a picture, by its data where the axes say nothing. */
export function scalesOf(picture) {
  const points = picture.series.flatMap((series) => series.points);
  const values = (names) =>
    points.flatMap((point) => names.map((name) => point[name])).filter((value) =>
      value !== undefined && value !== null
    );
  const { cells } = picture;
  const ends = (edges) => ({ min: edges[0], max: edges.at(-1) });
  const marks = (name) => (picture.marks ?? []).map((mark) => mark[name]).filter(Number.isFinite);
  return {
    x: makeScale(
      { ...(cells && ends(edgesOf(cells.xs, picture.x))), ...picture.x },
      [...values(["x"]), ...marks("x")],
      picture.hover === "point" ? 0.05 : 0,
    ),
    y: makeScale({ ...(cells && ends(edgesOf(cells.ys, picture.y))), ...picture.y }, [
      ...values(["y", "low", "high"]),
      ...marks("y"),
    ]),
  };
}

/** Where cells around `values` begin and end: in the middle between two, and the outermost as wide outwards. */
export function edgesOf(values, axis) {
  const isLog = axis.scale === "log";
  const steps = isLog ? values.map(Math.log) : values;
  const middles = steps.slice(1).map((value, index) => (value + steps[index]) / 2);
  const edges = steps.length > 1
    ? [2 * steps[0] - middles[0], ...middles, 2 * steps.at(-1) - middles.at(-1)]
    : [steps[0] - 0.5, steps[0] + 0.5];
  return isLog ? edges.map(Math.exp) : edges;
}

/** Draws what lies below the lines: cells, areas, bands, the veil. `at(x, y)` gives a place. */
export function drawBelow(picture, pen, at, frame) {
  if (picture.cells) drawCells(picture, pen, at);
  for (const series of picture.series) {
    const points = series.points.filter((point) => Number.isFinite(point.low) && Number.isFinite(point.high));
    if (!points.length) continue;
    if (series.kind === "points") {
      drawWhiskers(series, points, pen, at);
      continue;
    }
    const ring = [
      ...points.map((point) => at(point.x, point.low)),
      ...points.map((point) => at(point.x, point.high)).reverse(),
    ];
    pen.area([ring], { fill: look(series.look).colour, opacity: series.kind === "area" ? 0.75 : 0.16 });
    if (series.kind === "area") nameArea(series, points, pen, at);
  }
  if (picture.outline) {
    const ring = picture.outline.corners.map(([x, y]) => at(x, y));
    const { left, right, top, bottom } = frame;
    pen.area([[[left, top], [right, top], [right, bottom], [left, bottom]], ring], {
      fill: colour("surface"),
      opacity: 0.45,
    });
    pen.line([...ring, ring[0]], { stroke: colour("ink"), width: 1.5, dash: [4, 3] });
  }
}

/** Writes an area's name where it is highest, if that is high enough: colour alone would not tell it. */
function nameArea({ label }, points, pen, at) {
  const inner = points.slice(points.length >> 3, points.length - (points.length >> 3));
  const widest = inner.reduce(
    (best, point) => (point.high - point.low > best.high - best.low ? point : best),
    inner[0],
  );
  const [x, top] = at(widest.x, widest.high);
  const [, bottom] = at(widest.x, widest.low);
  if (bottom - top > 18) pen.words(label, [x, (top + bottom) / 2 + 4], { anchor: "center", fill: colour("ink") });
}

function drawCells({ cells, x, y }, pen, at) {
  const [xs, ys] = [edgesOf(cells.xs, x), edgesOf(cells.ys, y)];
  const paint = painter(cells);
  cells.values.forEach((value, index) => {
    if (value === null) return;
    const [column, row] = [Math.floor(index / cells.ys.length), index % cells.ys.length];
    const [from, to] = [at(xs[column], ys[row]), at(xs[column + 1], ys[row + 1])];
    pen.cell(from, to, paint(value));
  });
  if (cells.isSigned) {
    for (const ends of borders(cells)) {
      pen.line(ends.map(([across, up]) => at(across, up)), { stroke: colour("ink"), width: 1, dash: [2, 2] });
    }
  }
}

/** Where values change their sign: pieces of a line through the squares between the middles of four cells. */
function borders({ xs, ys, values }) {
  const pieces = [];
  const value = (column, row) => values[column * ys.length + row];
  for (let column = 0; column + 1 < xs.length; column++) {
    for (let row = 0; row + 1 < ys.length; row++) {
      const corners = [[column, row], [column + 1, row], [column + 1, row + 1], [column, row + 1]];
      const found = corners.map((from, index) => [from, corners[(index + 1) % 4]])
        .map(([from, to]) => [from, to, value(...from), value(...to)])
        .filter(([, , one, other]) => one !== null && other !== null && one > 0 !== other > 0)
        .map(([from, to, one, other]) => {
          const share = one / (one - other);
          return [xs[from[0]] + share * (xs[to[0]] - xs[from[0]]), ys[from[1]] + share * (ys[to[1]] - ys[from[1]])];
        });
      for (let index = 0; index + 1 < found.length; index += 2) pieces.push([found[index], found[index + 1]]);
    }
  }
  return pieces;
}

/** Draws what lies above the lines: rules with their words, and the names of points. */
export function drawAbove(picture, pen, at, frame) {
  for (const { isNamed, points } of picture.series) {
    for (const { x, y, label } of isNamed ? points : []) {
      const [across, up] = at(x, y);
      pen.words(label, [across, up - 9], { anchor: "center", fill: colour("ink") });
    }
  }
  const marks = picture.marks ?? [];
  for (const mark of marks) drawRule(mark, pen, at, frame);
  const upright = marks.filter(({ x }) => x !== undefined).sort((one, other) => one.x - other.x);
  upright.forEach(({ x, label }, rank) => {
    const place = at(x)[0];
    // Words of neighbours go away from each other, where there is room.
    const isBefore = roomFor(label, place - frame.left) && (rank === 0 || !roomFor(label, frame.right - place));
    pen.words(label, [place + (isBefore ? -6 : 6), frame.top + 13 + 16 * rank], {
      anchor: isBefore ? "end" : "start",
      fill: colour("ink"),
    });
  });
}

/** Whether words, of about 7 pixels a letter, fit into a width. */
const roomFor = (label, width) => 7 * label.length + 8 < width;

function drawRule({ x, y, label, look: name }, pen, at, { left, right, top, bottom }) {
  const { colour: stroke, dash } = look(name);
  const style = { stroke, width: 1.5, dash: dash.length ? dash : [4, 3] };
  if (x !== undefined) {
    const place = at(x)[0];
    pen.line([[place, top], [place, bottom]], style);
  } else {
    const height = at(undefined, y)[1];
    pen.line([[left, height], [right, height]], style);
    pen.words(label, [right - 4, height - 5], { anchor: "end", fill: colour("ink") });
  }
}

/** The colour of a cell's value: from faint to strong, and around 0 in two hues where values have a sign. */
export function painter({ values, isSigned }) {
  const known = values.filter((value) => value !== null);
  const [least, most] = known.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [
    Infinity,
    -Infinity,
  ]);
  const [none, above, below] = [colour("map-none"), colour("map-above"), colour("map-below")].map(parts);
  const widest = Math.max(Math.abs(least), Math.abs(most)) || 1;
  return (value) => {
    if (!isSigned) return mix(none, above, most > least ? (most - value) / (most - least) : 0.5);
    // A root, so that what is small but not nothing is seen.
    return mix(none, value < 0 ? below : above, Math.sqrt(Math.abs(value) / widest));
  };
}

const parts = (hex) => [1, 3, 5].map((start) => parseInt(hex.slice(start, start + 2), 16));

const mix = (from, to, share) =>
  `rgb(${from.map((part, index) => Math.round(part + (to[index] - part) * share)).join(" ")})`;

/** The name and the range of the cells' colours, as a legend shows them. */
export function rampOf(cells) {
  const known = cells.values.filter((value) => value !== null);
  if (!known.length) return null;
  const [least, most] = known.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [
    Infinity,
    -Infinity,
  ]);
  const paint = painter(cells);
  const steps = Array.from({ length: 24 }, (_, index) => least + ((most - least) * index) / 23);
  return { least, most, colours: steps.map(paint) };
}
