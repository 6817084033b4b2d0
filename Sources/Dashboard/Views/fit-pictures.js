/** Pictures of a fit: predictions beside measurements, where it is off, how far its coefficients are known. */
import { count, loss, short } from "./quantities.js";

/** Symbols as people write them. */
export const symbolOf = (name) => ({ alpha: "α", beta: "β", gamma: "γ" })[name] ?? name;

const percents = (digits) => (value) =>
  `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(100 * value).toFixed(digits)} %`;

/** The runs, and apart from them those that fit worst. */
function seriesOf(part, place) {
  const worst = new Set(part.worst_runs.map(({ run }) => run));
  const points = (runs) => runs.map((run) => ({ ...place(run), label: run.external_id }));
  return [
    {
      label: "Runs",
      look: "accent",
      kind: "points",
      points: points(part.residuals.filter(({ run }) => !worst.has(run))),
    },
    {
      label: `The ${worst.size} that fit worst`,
      look: "second",
      kind: "points",
      points: points(part.residuals.filter(({ run }) => worst.has(run))),
    },
  ];
}

export function predictedPicture(part, name) {
  const values = part.residuals.flatMap((run) => [run.loss, run.predicted]);
  const ends = values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [
    Infinity,
    -Infinity,
  ]);
  return {
    name: `${name}-predicted`,
    title: "Predicted against observed",
    hover: "point",
    x: { label: "observed loss, nats per token", scale: "linear", write: loss },
    y: { label: "predicted", scale: "linear", write: loss },
    series: [
      ...seriesOf(part, ({ loss: x, predicted: y }) => ({ x, y })),
      { label: "Predicted as observed", look: "quiet", kind: "line", points: ends.map((end) => ({ x: end, y: end })) },
    ],
  };
}

export const residualPicture = (part, name, field) => ({
  name: `${name}-residuals-${field}`,
  title: `Off by, against the student's ${field === "params" ? "size" : "tokens"}`,
  hover: "point",
  x: { label: field === "params" ? "parameters" : "tokens", scale: "log", write: (value) => count(value, 3) },
  y: { label: "predicted above observed", scale: "linear", write: percents(2), tick: percents(1) },
  series: seriesOf(part, (run) => ({ x: run[field], y: run.relative_error })),
  marks: [{ y: 0, label: "", look: "quiet" }],
});

/** Each coefficient's interval as a multiple of its value, so that one axis has room for all; null without any. */
export function intervalPicture(part, name) {
  const told = Object.entries(part.coefficients).filter(([, { value, lower, upper }]) =>
    value > 0 && lower > 0 && upper > 0
  );
  if (!told.length) return null;
  const symbols = told.map(([symbol]) => symbolOf(symbol));
  const symbolAt = (place) => symbols[Math.round(place) - 1] ?? "";
  return {
    name: `${name}-intervals`,
    title: "How far each coefficient is known",
    hover: "point",
    x: {
      label: "coefficient",
      scale: "linear",
      min: 0.5,
      max: symbols.length + 0.5,
      ticks: symbols.map((_, index) => index + 1),
      tick: symbolAt,
      write: symbolAt,
    },
    y: { label: "times the fitted value", scale: "log", write: (value) => short(value, 3) },
    series: [{
      label: "Fitted value, with its interval",
      look: "accent",
      kind: "points",
      points: told.map(([symbol, { value, lower, upper }], index) => ({
        x: index + 1,
        y: 1,
        low: lower / value,
        high: upper / value,
        label: `${symbolOf(symbol)} ${short(value)}, ${short(lower)} to ${short(upper)}`,
      })),
    }],
    marks: [{ y: 1, label: "", look: "quiet" }],
  };
}
