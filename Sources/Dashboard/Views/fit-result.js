/** What came of a fit: errors, pictures, what the runs tell, intervals, and the runs that fit worst. */
import { link } from "./address.js";
import { cell, exact, head, row, share, table } from "./cells.js";
import { chartPanel } from "./charts.js";
import { element } from "./dom.js";
import { intervalPicture, predictedPicture, residualPicture, symbolOf } from "./fit-pictures.js";
import { directionWords, parameterRow } from "./fit-words.js";
import { count, level, loss, short } from "./quantities.js";

/** A fitted law of a fit as `elements`, which `close()` ends. */
export function fitResult(fit, name) {
  const part = fit.result[name];
  const panels = panelsOf(part, fit.study);
  const card = (title, ...content) =>
    element("section", { class: "answer slim", "aria-label": title }, element("div", {}, ...content));
  return {
    elements: [
      card("Errors", ...errors(part)),
      panels.predicted.element,
      element("div", { class: "stack two" }, panels.bySize.element, panels.byTokens.element),
      card("What the runs tell", ...identifiability(part, fit.result.notes)),
      ...(panels.intervals ? [panels.intervals.element] : []),
      card("Coefficients", ...coefficients(part)),
      card("Worst runs", ...worstRuns(part, fit.study)),
    ],
    close: () => Object.values(panels).forEach((panel) => panel?.close()),
  };
}

function panelsOf(part, name) {
  const panel = (picture, note, isLow = true) => {
    const made = chartPanel({ title: picture.title, note });
    made.element.classList.toggle("low", isLow);
    made.show(picture);
    return made;
  };
  const intervals = intervalPicture(part, name);
  return {
    predicted: panel(
      predictedPicture(part, name),
      "Each point is a run that was fitted; on the line, the law is right.",
      false,
    ),
    bySize: panel(residualPicture(part, name, "params")),
    byTokens: panel(residualPicture(part, name, "tokens")),
    intervals: intervals && panel(intervals, `${intervalWords(part.bootstrap)}, as multiples of the fitted value.`),
  };
}

const intervalWords = ({ level: width, resamples, unit }) =>
  `Intervals of ${level(width)} of ${exact(resamples)} resamples of ${
    unit === "run" ? "single runs" : "configurations"
  }`;

function errors(part) {
  const heads = ["On", "Runs", "Mean", "Largest", "RMSE, nats", "R²"];
  const rowOf = (words, about) =>
    row(
      head(words),
      cell(about.runs, exact),
      cell(about.mean_relative, share),
      cell(about.max_relative, share),
      cell(about.rmse_nats, loss),
      cell(about.r_squared, (value) => value.toFixed(4)),
    );
  const { errors: fitted, held_out: kept, leave_one_out: left } = part;
  return [
    element(
      "h2",
      {},
      `The law misses its runs by ${share(fitted.mean_relative)} in the mean, by ${share(fitted.max_relative)} at most`,
    ),
    table({
      name: "Errors",
      kind: "errors",
      heads,
      rows: [
        rowOf("the runs that were fitted", fitted),
        kept && rowOf("the runs that were kept back", kept),
        left && rowOf(`each of ${exact(left.configurations)} configurations, by the law without it`, left.errors),
      ].filter(Boolean),
    }),
    element(
      "details",
      { class: "folded" },
      element("summary", {}, "By the student's size"),
      table({
        name: "Errors by size",
        kind: "errors",
        heads,
        rows: part.errors_by_size.map(({ params, errors: about }) => rowOf(count(params, 3), about)),
      }),
    ),
  ];
}

const headings = {
  converged: "The runs tell the law",
  not_identified: "The law fits, but the runs do not tell all of it",
  at_bound: "A parameter is at the end of its range",
  not_converged: "The search did not converge",
};

function identifiability(part, notes) {
  const remarks = [...part.remarks, ...notes];
  if (!remarks.length) {
    remarks.push(
      `Every parameter is held by the runs, and ${part.starts_agreed} of ${part.starts} starts ended at this law.`,
    );
  }
  return [
    element("h2", {}, headings[part.status] ?? part.status),
    element("ul", { class: "remarks" }, remarks.map((words) => element("li", {}, words))),
    element("p", { class: "looseness" }, directionWords(part.directions)),
    table({
      name: "What the runs tell of each parameter",
      kind: "parameters",
      heads: ["Parameter", "Value", "May be", "By the runs"],
      rows: part.parameters.map(parameterRow),
    }),
  ];
}

function coefficients({ coefficients: all, bootstrap }) {
  const rowOf = ([symbol, { value, lower, upper }]) =>
    row(head(symbolOf(symbol)), cell(value, short), cell(lower, short), cell(upper, short));
  const failed = bootstrap?.failed ? ` ${bootstrap.failed} of them gave no law.` : "";
  return [
    element("h2", {}, "Coefficients, in the paper's form"),
    table({
      name: "Coefficients",
      kind: "coefficients",
      heads: ["Symbol", "Value", "Lower", "Upper"],
      rows: Object.entries(all).map(rowOf),
    }),
    element(
      "p",
      { class: "note" },
      bootstrap ? `${intervalWords(bootstrap)}.${failed}` : "There was no bootstrap, so that there are no intervals.",
    ),
  ];
}

function worstRuns({ worst_runs: runs }, study) {
  const signed = (value) => `${value > 0 ? "+" : "−"}${share(Math.abs(value))}`;
  const addressOf = ({ external_id: run, source }) =>
    link("runs", { study, external_id: run, source }, { study: "", external_id: "", source: "" });
  const rowOf = (run) =>
    row(
      head(element("a", { href: addressOf(run) }, run.external_id), run.source),
      cell(run.params, count),
      cell(run.tokens, count),
      cell(run.teacher_loss, loss),
      cell(run.loss, loss),
      cell(run.predicted, loss),
      cell(run.relative_error, signed),
    );
  return [
    element("h2", {}, "The runs that fit worst"),
    element("p", { class: "note lead" }, "Each leads to the run, where it can be excluded with a reason."),
    table({
      name: "The runs that fit worst",
      kind: "worst",
      heads: ["Run", "Parameters", "Tokens", "Teacher's loss", "Observed", "Predicted", "Off by"],
      rows: runs.map(rowOf),
    }),
  ];
}
