/** Whiskers: from where to where each point of a series may be. */
import { look } from "./looks.js";

/** Draws a line from `low` to `high` through each of `points`, with a short end each. */
export function drawWhiskers(series, points, pen, at) {
  const style = { stroke: look(series.look).colour, width: 2, dash: [] };
  for (const { x, low, high } of points) {
    const [from, to] = [at(x, low), at(x, high)];
    pen.line([from, to], style);
    for (const [across, up] of [from, to]) pen.line([[across - 6, up], [across + 6, up]], style);
  }
}
