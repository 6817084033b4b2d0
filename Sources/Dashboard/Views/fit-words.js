/** What the parameters of a fit's stable form mean, and how well the runs tell them, in words. */
import { cell, head, row } from "./cells.js";
import { element } from "./dom.js";
import { loss, percent, short } from "./quantities.js";

const same = (value) => value;

/** What each is called, what people read instead of its logarithm, and how that is written. */
const parameters = {
  log_irreducible_loss: ["The irreducible loss, E", Math.exp, loss],
  log_scale: ["The loss above it, at the middle of the runs", Math.exp, loss],
  log_size_slope: ["How fast it falls with parameters", Math.exp, short],
  log_token_slope: ["How fast it falls with tokens", Math.exp, short],
  logit_size_share: ["The parameters' share of it", (value) => 1 / (1 + Math.exp(-value)), percent],
  log_sum_exponent: ["The exponent of the sum, γ", Math.exp, short],
  teacher_loss_exponent: ["The power of the teacher's loss, c0", same, short],
  log_kappa: ["The ratio of losses at which the gap closes", Math.exp, short],
  log_transition_width: ["The width of that transition", Math.exp, short],
  inverse_transition_exponent: ["How the transition ends, 1/(c1 f1)", same, short],
};

/** A parameter, from where to where it may be, and whether the runs tell it. */
export function parameterRow({ name, value, lower, upper, identified }) {
  const [words, read, write] = parameters[name] ?? [name.replaceAll("_", " "), same, short];
  const end = (one, open) => (one === null ? open : write(read(one)));
  const isOpen = lower === null && upper === null;
  const range = isOpen
    ? (identified === null ? "not asked" : "anything")
    : `${end(lower, "no least")} to ${end(upper, "no most")}`;
  return row(
    head(words),
    cell(value, (one) => write(read(one))),
    element("td", { class: "number" }, range),
    element("td", {}, identified === null ? "–" : identified ? "told" : element("b", {}, "not told")),
  );
}

/** How many combinations of parameters the runs tell, and which of them least. */
export function directionWords(directions) {
  const loosest = directions.at(-1);
  if (!loosest) return "";
  const told = directions.filter(({ identified }) => identified).length;
  const [one, other] = Object.entries(loosest.components).sort(([, one], [, other]) => Math.abs(other) - Math.abs(one))
    .map(([name]) => nameOf(name));
  const error = loosest.standard_error === null
    ? ""
    : ` (uncertain by ${short(loosest.standard_error, 2)} of a parameter's resolution)`;
  const names = other ? `${one} together with ${other}` : one;
  const all = `${told} of ${directions.length} independent combinations of parameters`;
  return `The runs tell ${all}; least of all, ${names}${error}.`;
}

const nameOf = (name) =>
  (parameters[name]?.[0] ?? name.replaceAll("_", " ")).replace(/^(The|How)/, (word) => word.toLowerCase());
