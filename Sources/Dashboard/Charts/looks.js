/** How what is drawn looks: a colour, a dash and a point shape each, so that colour is never alone. */
import { shape } from "./dom.js";
import { colour } from "./theme.js";

/** Looks by name; `colour` is a name of the style sheet, `dash` in pixels, `point` one of `pointPath`. */
export const looks = {
  supervised: { colour: "ink", dash: [6, 4], point: "cross" },
  best_case: { colour: "series-1", dash: [], point: "circle" },
  teacher_inference: { colour: "series-2", dash: [10, 3], point: "square" },
  teacher_pretraining: { colour: "series-3", dash: [2, 3], point: "triangle" },
  teacher_pretraining_inference: { colour: "series-4", dash: [9, 3, 2, 3], point: "diamond" },
  accent: { colour: "accent", dash: [], point: "circle" },
  second: { colour: "series-3", dash: [6, 3], point: "square" },
  third: { colour: "series-4", dash: [2, 3], point: "triangle" },
  quiet: { colour: "muted", dash: [3, 3], point: "circle" },
  ridge: { colour: "ink", dash: [], point: "circle" },
  runs: { colour: "ink", dash: [], point: "cross" },
};

/** A look with its colour as it is at present. */
export function look(name) {
  const found = looks[name] ?? looks.accent;
  return { ...found, colour: colour(found.colour) };
}

/** The outline of a point of radius `r` around the origin; a cross is drawn as lines, the others are filled. */
export function pointPath(point, r) {
  const outlines = {
    circle: `M${-r} 0A${r} ${r} 0 1 0 ${r} 0A${r} ${r} 0 1 0 ${-r} 0Z`,
    square: `M${-r} ${-r}H${r}V${r}H${-r}Z`,
    triangle: `M0 ${-r}L${r} ${r}H${-r}Z`,
    diamond: `M0 ${-1.3 * r}L${1.3 * r} 0L0 ${1.3 * r}L${-1.3 * r} 0Z`,
    cross: `M${-r} ${-r}L${r} ${r}M${-r} ${r}L${r} ${-r}`,
  };
  return outlines[point];
}

/** What Chart.js calls the same points. */
export const chartPoint = {
  circle: "circle",
  square: "rect",
  triangle: "triangle",
  diamond: "rectRot",
  cross: "crossRot",
};

/** The sign of a series in a legend: its line, its point or its area. */
export function swatch(series) {
  const { colour: name, dash, point } = looks[series.look] ?? looks.accent;
  const drawing = shape("svg", {
    viewBox: "0 0 28 12",
    width: 28,
    height: 12,
    "aria-hidden": "true",
    class: `swatch of-${name}`,
  });
  if (series.kind === "area") {
    drawing.append(shape("rect", { x: 0, y: 0, width: 28, height: 12, rx: 2, class: "filled" }));
  } else if (series.kind === "band") {
    drawing.append(shape("rect", { x: 0, y: 1, width: 28, height: 10, class: "band" }));
  } else {
    if (series.kind !== "points") {
      drawing.append(shape("path", { d: "M0 6H28", class: "line", "stroke-dasharray": dash.join(" ") }));
    }
    drawing.append(
      shape("path", {
        d: pointPath(point, 3.5),
        transform: "translate(14 6)",
        class: point === "cross" ? "line" : "filled",
      }),
    );
  }
  return drawing;
}
