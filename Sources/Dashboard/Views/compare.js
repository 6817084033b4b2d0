/** Two laws side by side: how they differ, what each answers, and how far each is off the runs of a study. */
import { line, post } from "./api.js";
import { chartPanel } from "./charts.js";
import { commandOf, writeLine } from "./commands.js";
import { wordsOf } from "./dialog.js";
import { element } from "./dom.js";
import { symbolOf } from "./fit-pictures.js";
import { lawChoice } from "./laws.js";
import { fields } from "./plan-question.js";
import { count, loss, short, signed } from "./quantities.js";
import { scenarios } from "./words.js";

/** The comparison: `element`, `show(values)`, `close()`; its values are `first`, `second`, `study` and `filter`. */
export function comparison(page) {
  const named = (name, label) => {
    const renamed = { ...page, change: ({ law }, isSettled) => page.change({ [name]: law }, isSettled) };
    const control = lawChoice(renamed, () => last && whole.show(last));
    control.element.querySelector("label").textContent = label;
    control.element.dataset.field = name;
    return control;
  };
  const [first, second] = [named("first", "First law"), named("second", "Second law")];
  const verdict = element("p", { class: "verdict small", role: "status" });
  const about = element("p", { class: "note about" });
  const panel = chartPanel({ title: "Mean error on the runs, by the student's size" });
  panel.element.classList.add("low");
  const found = element("div", { class: "stack" });
  const ask = line();
  let [shown, last] = ["", null];
  const whole = {
    element: element("div", { class: "stack" }, element("section", { class: "answer slim", "aria-label": "Two laws" }, element("div", { class: "stack two" }, first.element, second.element), element("div", {}, verdict, about)), found),
    show(values) {
      last = values;
      first.show(values.first);
      second.show(values.second);
      first.reload();
      second.reload();
      const question = questionOf(values);
      if (!values.first && !values.second) {
        shown = "";
        found.replaceChildren();
        verdict.textContent = "Choose two laws; those of your own fits are in the lists.";
        about.textContent = values.study ? `They are judged on the runs of ${values.study} too.` : "With a study chosen beside this, they are judged on its runs too.";
        return;
      }
      // The default has a name only the list knows.
      const asked = { ...question, laws: [nameOf(first, values.first), nameOf(second, values.second)] };
      if (!asked.laws.every(Boolean) || shown === JSON.stringify(asked)) return;
      shown = JSON.stringify(asked);
      verdict.textContent = "Comparing…";
      ask((signal) => post("laws/compare", asked, signal), (answer) => {
        verdict.textContent = verdictOf(answer);
        about.textContent = sameness(answer);
        found.replaceChildren(...partsOf(answer, panel, asked));
      }, (problem) => {
        shown = "";
        verdict.textContent = wordsOf(problem);
        about.textContent = "";
        found.replaceChildren();
      });
    },
    close: () => panel.close(),
  };
  return whole;
}

const nameOf = (control, text) => text || (control.law("") ? `${control.law("").name}` : "");

const questionOf = (values) => fields({ study: values.study, filter: values.study && values.filter }) ?? {};

const versionOf = ({ name, version }) => `${name}@${version}`;

function verdictOf({ laws, runs }) {
  const [one, other] = laws.map(versionOf);
  if (one === other) return `Both are ${one}.`;
  const judged = ["distillation", "supervised"].filter((kind) => runs?.[kind]);
  if (!judged.length) return `${one} beside ${other}`;
  return judged.map((kind) => {
    const { nearer, errors } = runs[kind];
    if (!errors[0] || !errors[1]) return `Of the ${kind} runs, ${errors[0] ? one : errors[1] ? other : "neither"} predicts any`;
    if (nearer[0] === nearer[1]) return `Both are as near to the ${kind} runs`;
    const best = nearer[0] > nearer[1] ? 0 : 1;
    return `${[one, other][best]} is nearer to ${nearer[best].toLocaleString("en")} of ${(nearer[0] + nearer[1] + runs[kind].equally_near).toLocaleString("en")} ${kind} runs`;
  }).join("; ") + ".";
}

function sameness({ same, runs }) {
  const different = [["corpus", "data"], ["parameter_counting", "counting of parameters"], ["flops", "model of FLOPs"]].filter(([name]) => !same[name]).map(([, words]) => words);
  const counts = runs && runs.counts_as_laws.includes(false) ? " The runs count parameters otherwise than one of them, so that its errors mean little." : "";
  return (different.length ? `Their ${different.join(" and ")} differ, so that losses cannot be set beside each other without care.` : "They are about the same data, parameters and FLOPs.") + counts;
}

const number = (value, write) => element("td", { class: "number", "data-number": value ?? "" }, typeof value === "number" ? write(value) : "–");
const two = (value) => `${(100 * value).toFixed(2)} %`;
const tableOf = (name, kind, heads, rows) => element(
  "div", { class: "scroll free", tabindex: "0", role: "region", "aria-label": name },
  element("table", { class: kind }, element("caption", { class: "aside" }, name),
    element("thead", {}, element("tr", {}, heads.map((words, index) => element("th", { scope: "col", class: index ? "number" : "" }, words)))), element("tbody", {}, rows)));

function partsOf(answer, panel, asked) {
  const [one, other] = answer.laws.map(versionOf);
  const card = (title, ...content) => element("section", { class: "answer slim", "aria-label": title }, element("div", {}, element("h2", {}, title), ...content));
  const parts = [];
  const kinds = ["supervised", "distillation"].filter((kind) => answer.runs?.[kind]);
  if (kinds.length) {
    parts.push(card(`On the runs of ${answer.runs.study}`, runTable(answer.runs, kinds, one, other)));
    panel.show(sizePicture(answer.runs, kinds.at(-1), one, other));
    parts.push(panel.element);
  }
  parts.push(card("What each answers", planTable(answer.plans, one, other)));
  parts.push(card("Coefficients that differ", answer.coefficients.length
    ? tableOf("Coefficients that differ", "differences", ["Coefficient", one, other], answer.coefficients.map(({ coefficient, values }) => element("tr", {}, element("th", { scope: "row" }, coefficient.split(".").map(symbolOf).join(", ")), ...values.map((value) => number(value, short)))))
    : element("p", { class: "note" }, "None.")));
  parts.push(element("section", { class: "answer slim" }, element("div", { class: "command" }, ...commandOf(writeLine("laws/compare", asked)))));
  return parts;
}

function runTable(runs, kinds, one, other) {
  const row = (kind, law, index) => {
    const about = runs[kind].errors[index];
    return element("tr", {}, element("th", { scope: "row" }, law, element("p", { class: "note" }, `${kind} runs`)), number(about?.runs, (value) => value.toLocaleString("en")), number(about?.mean_relative, two), number(about?.max_relative, two), number(about?.rmse_nats, loss), number(about?.r_squared, (value) => value.toFixed(4)), number(runs[kind].nearer[index], (value) => value.toLocaleString("en")));
  };
  return tableOf("Errors of both laws", "both", ["Law", "Runs", "Mean", "Largest", "RMSE, nats", "R²", "Nearer to"], kinds.flatMap((kind) => [row(kind, one, 0), row(kind, other, 1)]));
}

function sizePicture(runs, kind, one, other) {
  const series = (label, look, index) => ({ label, look, kind: "line", points: runs[kind].by_size.filter(({ errors }) => errors[index]).map(({ params, errors }) => ({ x: params, y: errors[index].mean_relative })) });
  return {
    name: "laws-by-size", title: `Mean error on ${kind} runs, by the student's size`,
    x: { label: "parameters of the student", scale: "log", write: (value) => count(value, 3) }, y: { label: "mean relative error", scale: "linear", min: 0, write: two, tick: two },
    series: [series(one, "accent", 0), series(other, "second", 1)].filter(({ points }) => points.length),
  };
}

function planTable(plans, one, other) {
  const ways = { distill: "distil", supervised: "supervised" };
  const wordsOfAnswer = (answer) => (answer.recommendation ? ways[answer.recommendation] : answer.supervised ? "supervised" : "no plan");
  const best = (answer) => {
    const losses = [answer.distillation?.student_loss, answer.supervised?.student_loss].filter((value) => typeof value === "number");
    return losses.length ? Math.min(...losses) : null;
  };
  const row = ({ question, answers, difference }) => element(
    "tr", {}, element("th", { scope: "row" }, `${question.student?.params ?? "any size"} at ${short(Number(question.budget_flops)) } FLOPs`, element("p", { class: "note" }, scenarios[question.scenario]?.name ?? "")),
    ...answers.flatMap((answer) => [element("td", { class: "number", "data-number": best(answer) ?? "" }, best(answer) === null ? "–" : loss(best(answer)), element("p", { class: "note" }, wordsOfAnswer(answer)))]),
    number(difference?.distillation_loss, signed), number(difference?.supervised_loss, signed), number(difference?.regret_of_first_under_second, loss));
  return [tableOf("What each answers", "plans", ["Question", `${one}: best loss`, `${other}: best loss`, "Distilled, difference", "Supervised, difference", "Cost of the first if the second holds"], plans.map(row)), element("p", { class: "note" }, "Differences are the second less the first, in nats per token.")];
}
