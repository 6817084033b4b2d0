/** What came of a fit: errors, pictures, what the runs tell, intervals, and the runs that fit worst. */
import { chartPanel } from "./charts.js";
import { element } from "./dom.js";
import { intervalPicture, predictedPicture, residualPicture, symbolOf } from "./fit-pictures.js";
import { count, level, loss, percent, short } from "./quantities.js";

/** A fitted law of a fit as `elements`, which `close()` ends. */
export function fitResult(fit, name) {
  const part = fit.result[name];
  const panels = [
    chartPanel({ title: "Predicted against observed", note: "Each point is a run that was fitted; on the line, the law is right." }),
    chartPanel({ title: "Off by, against the student's size" }), chartPanel({ title: "Off by, against the student's tokens" }),
  ];
  const [predicted, bySize, byTokens] = panels;
  predicted.show(predictedPicture(part, fit.study));
  bySize.show(residualPicture(part, fit.study, "params"));
  byTokens.show(residualPicture(part, fit.study, "tokens"));
  for (const panel of [bySize, byTokens]) panel.element.classList.add("low");
  const intervals = intervalPicture(part, fit.study);
  const whiskers = intervals && chartPanel({ title: intervals.title, note: `Intervals of ${level(part.bootstrap.level)} of ${part.bootstrap.resamples} resamples of ${part.bootstrap.unit === "run" ? "single runs" : "configurations"}, as multiples of the fitted value.` });
  if (whiskers) {
    panels.push(whiskers);
    whiskers.show(intervals);
    whiskers.element.classList.add("low");
  }
  return {
    elements: [
      element("section", { class: "answer slim", "aria-label": "Errors" }, errors(part)),
      predicted.element,
      element("div", { class: "stack two" }, bySize.element, byTokens.element),
      element("section", { class: "answer slim", "aria-label": "What the runs tell" }, identifiability(part, fit.result.notes)),
      ...(whiskers ? [whiskers.element] : []),
      element("section", { class: "answer slim", "aria-label": "Coefficients" }, coefficients(part)),
      element("section", { class: "answer slim", "aria-label": "Worst runs" }, worstRuns(part, fit.study)),
    ],
    close: () => panels.forEach((panel) => panel.close()),
  };
}

const number = (value, write) => element("td", { class: "number", "data-number": value ?? "" }, typeof value === "number" ? write(value) : "–");
const two = (value) => `${(100 * value).toFixed(2)} %`;

/** A table in a place that scrolls sideways where it has to. */
const tableOf = (name, kind, heads, rows) => element(
  "div", { class: "scroll free", tabindex: "0", role: "region", "aria-label": name },
  element("table", { class: kind }, element("caption", { class: "aside" }, name),
    element("thead", {}, element("tr", {}, heads.map((words, index) => element("th", { scope: "col", class: index ? "number" : "" }, words)))), element("tbody", {}, rows)));

function errors(part) {
  const heads = ["On", "Runs", "Mean", "Largest", "RMSE, nats", "R²"];
  const row = (words, about) => about && element(
    "tr", {}, element("th", { scope: "row" }, words), number(about.runs, (value) => value.toLocaleString("en")), number(about.mean_relative, two), number(about.max_relative, two), number(about.rmse_nats, loss), number(about.r_squared, (value) => value.toFixed(4)));
  const loo = part.leave_one_out;
  return element(
    "div", {}, element("h2", {}, `The law misses its runs by ${two(part.errors.mean_relative)} in the mean, by ${two(part.errors.max_relative)} at most`),
    tableOf("Errors", "errors", heads, [
      row("the runs that were fitted", part.errors), row("the runs that were kept back", part.held_out), loo && row(`each of ${loo.configurations} configurations, by the law without it`, loo.errors),
    ].filter(Boolean)),
    element("details", { class: "folded" }, element("summary", {}, "By the student's size"), tableOf("Errors by size", "errors", heads, part.errors_by_size.map(({ params, errors: about }) => row(count(params, 3), about)))));
}

/** The parameters of the stable form, in words, and as people read their numbers. */
const parameters = {
  log_irreducible_loss: ["The irreducible loss, E", Math.exp, loss],
  log_scale: ["The loss above it, at the middle of the runs", Math.exp, loss],
  log_size_slope: ["How fast it falls with parameters", Math.exp, short],
  log_token_slope: ["How fast it falls with tokens", Math.exp, short],
  logit_size_share: ["The parameters' share of it", (value) => 1 / (1 + Math.exp(-value)), percent],
  log_sum_exponent: ["The exponent of the sum, γ", Math.exp, short],
  teacher_loss_exponent: ["The power of the teacher's loss, c0", (value) => value, short],
  log_kappa: ["The ratio of losses at which the gap closes", Math.exp, short],
  log_transition_width: ["The width of that transition", Math.exp, short],
  inverse_transition_exponent: ["How the transition ends, 1/(c1 f1)", (value) => value, short],
};

const headings = {
  converged: "The runs tell the law", not_identified: "The law fits, but the runs do not tell all of it", at_bound: "A parameter is at the end of its range", not_converged: "The search did not converge",
};

function identifiability(part, notes) {
  const remarks = [...part.remarks, ...notes];
  const row = ({ name, value, lower, upper, identified }) => {
    const [words, read, write] = parameters[name] ?? [name.replaceAll("_", " "), (one) => one, short];
    const end = (one, open) => (one === null ? open : write(read(one)));
    const range = lower === null && upper === null ? (identified === null ? "not asked" : "open") : `${end(lower, "no least")} to ${end(upper, "no most")}`;
    return element("tr", {}, element("th", { scope: "row" }, words), element("td", { class: "number", "data-number": value }, write(read(value))), element("td", { class: "number" }, range), element("td", {}, identified === null ? "–" : identified ? "told" : element("b", {}, "not told")));
  };
  return element(
    "div", {}, element("h2", {}, headings[part.status] ?? part.status),
    element("ul", { class: "remarks" }, (remarks.length ? remarks : [`Every parameter is held by the runs, and ${part.starts_agreed} of ${part.starts} starts ended at this law.`]).map((words) => element("li", {}, words))),
    element("p", { class: "looseness" }, looseness(part)),
    tableOf("What the runs tell of each parameter", "parameters", ["Parameter", "Value", "May be", "By the runs"], part.parameters.map(row)));
}

/** The combination of parameters that the runs tell least. */
function looseness({ directions }) {
  const told = directions.filter(({ identified }) => identified).length;
  const loosest = directions.at(-1);
  if (!loosest) return "";
  const strongest = Object.entries(loosest.components).sort(([, one], [, other]) => Math.abs(other) - Math.abs(one)).slice(0, 2);
  const names = strongest.map(([name]) => (parameters[name]?.[0] ?? name).replace(/^The? /, (word) => word.toLowerCase()).replace(/^How/, "how")).join(" with ");
  return `The runs tell ${told} of ${directions.length} independent combinations of parameters; least of all, ${names} moved together${loosest.standard_error === null ? "" : ` (uncertain by ${short(loosest.standard_error, 2)} of a parameter's resolution)`}.`;
}

function coefficients(part) {
  const row = ([symbol, { value, lower, upper }]) => element("tr", {}, element("th", { scope: "row" }, symbolOf(symbol)), number(value, short), number(lower, short), number(upper, short));
  const failed = part.bootstrap?.failed ? ` ${part.bootstrap.failed} of ${part.bootstrap.resamples} resamples gave no law.` : "";
  return element(
    "div", {}, element("h2", {}, "Coefficients, in the paper's form"),
    tableOf("Coefficients", "coefficients", ["", "Value", "Lower", "Upper"].map((words, index) => words || (index ? "" : "Symbol")), Object.entries(part.coefficients).map(row)),
    element("p", { class: "note" }, part.bootstrap ? `Ends of ${level(part.bootstrap.level)} of the resamples.${failed}` : "There was no bootstrap, so that there are no intervals."));
}

function worstRuns(part, study) {
  const row = (run) => element(
    "tr", {}, element("th", { scope: "row" }, element("a", { href: `#/runs?study=${study}&external_id=${encodeURIComponent(run.external_id)}&source=${encodeURIComponent(run.source)}` }, run.external_id), element("p", { class: "note" }, run.source)),
    number(run.params, count), number(run.tokens, count), number(run.teacher_loss, loss), number(run.loss, loss), number(run.predicted, loss), number(run.relative_error, (value) => `${value > 0 ? "+" : "−"}${two(Math.abs(value))}`));
  return element(
    "div", {}, element("h2", {}, "The runs that fit worst"), element("p", { class: "note lead" }, "Each leads to the run, where it can be excluded with a reason."),
    tableOf("The runs that fit worst", "worst", ["Run", "Parameters", "Tokens", "Teacher's loss", "Observed", "Predicted", "Off by"], part.worst_runs.map(row)));
}
