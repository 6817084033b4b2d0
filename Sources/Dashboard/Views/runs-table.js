/** A page of runs as a table, whose heads sort and whose rows can be excluded. */
import { cell, head } from "./cells.js";
import { element } from "./dom.js";
import { excludeRun, includeRun } from "./runs-exclude.js";
import { count, loss, short } from "./quantities.js";

const columns = [
  { name: "run", words: "Run", sort: "external_id" },
  { name: "kind", words: "Kind" },
  { name: "params", words: "Parameters", sort: "params", write: count, value: (run) => run.params },
  { name: "tokens", words: "Tokens", sort: "tokens", write: count, value: (run) => run.tokens },
  {
    name: "ratio",
    words: "D / N",
    sort: "tokens_per_param",
    write: (value) => short(value, 3),
    value: (run) => run.tokens / run.params,
  },
  { name: "loss", words: "Loss", sort: "loss", write: loss, value: (run) => run.loss },
  { name: "teacher", words: "Teacher's loss", sort: "teacher_loss", write: loss, value: (run) => run.teacher?.loss },
  { name: "split", words: "Split" },
  { name: "state", words: "In fits" },
];

/** The table: `element`, `show(runs, values)`, `top()`. */
export function runTable(page, onchanged) {
  const heads = columns.map(headOf);
  const body = element("tbody");
  const box = element(
    "div",
    { class: "scroll rows", tabindex: "0", role: "region", "aria-label": "Runs, a page of them" },
    element(
      "table",
      { class: "fixed" },
      element("caption", { class: "aside" }, "Runs"),
      element("colgroup", {}, columns.map(({ name }) => element("col", { class: `col-${name}` }))),
      element("thead", {}, element("tr", {}, heads.map(({ element: one }) => one))),
      body,
    ),
  );
  let sort = "";

  function headOf({ words, sort: key, write }) {
    const way = element("span", { class: "way", "aria-hidden": "true" });
    const content = key
      ? element("button", { type: "button", class: "head", onclick: () => turn(key) }, words, way)
      : words;
    return { key, way, element: element("th", { scope: "col", class: write ? "number" : "" }, content) };
  }

  /** Up, down, as stored. */
  function turn(key) {
    const next = sort === key ? `-${key}` : sort === `-${key}` ? "" : key;
    page.change({ sort: next, cursor: "", at: "" }, true);
  }

  function showSort() {
    for (const { key, way, element: one } of heads.filter((one) => one.key)) {
      const sorted = sort === key ? "ascending" : sort === `-${key}` ? "descending" : "none";
      one.setAttribute("aria-sort", sorted);
      way.textContent = { ascending: "↑", descending: "↓", none: "" }[sorted];
    }
  }

  return {
    element: box,
    show(runs, values) {
      sort = values.sort ?? "";
      showSort();
      body.replaceChildren(...runs.map((run) => rowOf(run, values.study, onchanged)));
    },
    top: () => (box.scrollTop = 0),
  };
}

function rowOf(run, study, onchanged) {
  const cells = {
    run: () =>
      head([nameOf(run), element("p", { class: "note" }, [run.source, ...(run.tags ?? [])].join(" · "))], run.note),
    kind: () => element("td", {}, run.kind === "supervised" ? "supervised" : "distilled"),
    split: () => element("td", {}, [run.split, run.loss_split].filter(Boolean).join(" · ") || "–"),
    state: () => stateOf(run, study, onchanged),
  };
  const cellOf = ({ name, value, write }) => cells[name]?.() ?? cell(value(run), write);
  return element("tr", { class: run.excluded ? "excluded" : "", "data-run": run.id }, columns.map(cellOf));
}

/** The run's name; a link to where more is said, where that is a page of the web. */
function nameOf(run) {
  const address = webAddress(run.url);
  if (!address) return [run.external_id, run.url && element("p", { class: "note" }, run.url)];
  const title = `Where ${run.external_id} is from, in another tab`;
  const sign = element("span", { "aria-hidden": "true" }, " ↗");
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer", title }, run.external_id, sign);
}

/** An address as a link may have it, null for anything but the web: `javascript:` would run what a file says. */
export function webAddress(text) {
  try {
    const address = new URL(text);
    return ["http:", "https:"].includes(address.protocol) ? address.href : null;
  } catch {
    return null;
  }
}

function stateOf(run, study, onchanged) {
  const [label, words, action] = run.excluded
    ? [`Include ${run.external_id} again`, "Include", () => includeRun(study, run, button, onchanged)]
    : [`Exclude ${run.external_id}`, "Exclude…", () => excludeRun(study, run, onchanged)];
  const button = element("button", { type: "button", class: "quiet", "aria-label": label, onclick: action }, words);
  const why = run.excluded ? [element("b", {}, "Excluded"), ` ${run.excluded_reason ?? ""}`] : "yes";
  return element("td", { class: "state" }, element("div", {}, element("span", { class: "why" }, why), button));
}
