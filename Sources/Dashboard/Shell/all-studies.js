/** All studies of the server: the control that chooses one, a list to choose from, and a new one. */
import { get, line, Problem, Unreachable } from "./api.js";
import { cell, exact, head, row, table } from "./cells.js";
import { entry, openDialog, wordsOf } from "./dialog.js";
import { element } from "./dom.js";
import { choice } from "./form.js";
import { once, writer } from "./writes.js";

async function all(signal) {
  const studies = [];
  for (let cursor = ""; cursor !== null;) {
    const page = await get(`studies?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`, signal);
    studies.push(...page.studies);
    cursor = page.next_cursor;
  }
  return studies;
}

/**
 * A control for the value `study`; `onlist(studies)` is called whenever there is a list, `reload()` asks for it again.
 *
 * `overview(view)` shows all of them, with a link each to the view of that name.
 */
export function studyChoice(page, onlist) {
  const control = choice(page, {
    name: "study",
    pointer: "/study",
    label: "Study",
    hint: "One dataset, tokenizer and architecture family.",
    options: [["", "All studies"]],
  });
  let list = null;
  const ask = line();
  const reload = () =>
    ask(all, (studies) => {
      list = studies;
      const named = studies.map(({ id, name }) => [id, name === id ? id : `${name} (${id})`]);
      control.setOptions([["", studies.length ? "All studies" : "No study yet"], ...named]);
      onlist(studies);
    }, () => {});
  return { ...control, reload, list: () => list, study: (id) => list?.find((study) => study.id === id) ?? null };
}

/** All studies as a table with a link each, or what to do where there is none. */
export function overview(studies, view, page) {
  const make = element("button", {
    type: "button",
    class: studies.length ? "" : "primary",
    onclick: () => openNewStudy(page),
  }, "Make a study");
  if (!studies.length) {
    return element(
      "div",
      { class: "empty" },
      element("h2", {}, "There is no study yet"),
      element(
        "p",
        {},
        "A study holds the runs of one dataset, tokenizer and architecture: losses of others cannot be compared.",
      ),
      element("p", {}, "Make one, then drop a file of runs on it."),
      make,
    );
  }
  const rowOf = (study) =>
    row(
      head(element("a", { href: `#/${view}?study=${study.id}` }, study.name), study.id),
      element("td", {}, study.dataset || "–"),
      ...[study.runs.supervised, study.runs.distillation, study.runs.excluded].map((count) => cell(count, exact)),
      element("td", { class: "number" }, study.created_at.slice(0, 10)),
    );
  const heads = ["Study", "Dataset", "Supervised", "Distillations", "Excluded", "Made"];
  return element(
    "div",
    { class: "stack" },
    table({ name: "Studies", kind: "studies", heads, texts: [0, 1], rows: studies.map(rowOf) }),
    element("div", { class: "actions" }, make),
  );
}

/** Asks for what a study is, makes it, and goes there. */
export function openNewStudy(page) {
  const write = writer();
  const fields = {
    id: entry({ label: "Identifier", hint: "Small letters, digits and dashes, as addresses have it.", required: true }),
    name: entry({ label: "Name", hint: "The identifier where nothing is said." }),
    dataset: entry({ label: "Dataset", hint: "What its models learn from." }),
    tokenizer: entry({ label: "Tokenizer", hint: "What their text is cut by." }),
    architecture: entry({ label: "Architecture", hint: "What its models have in common." }),
    parameter_counting: entry(
      { label: "Parameters of runs that do not say count", tag: "select" },
      element("option", { value: "non_embedding" }, "All but the embedding"),
      element("option", { value: "all" }, "All"),
    ),
  };
  const fault = element("p", { class: "fault", role: "alert" });
  const button = element("button", { type: "submit", class: "primary" }, "Make it");
  const dialog = openDialog(
    { title: "A new study" },
    element(
      "form",
      { autocomplete: "off", onsubmit: (event) => (event.preventDefault(), once(button, make)) },
      Object.values(fields).map((field) => field.element),
      fault,
      element(
        "div",
        { class: "actions" },
        button,
        element("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
      ),
    ),
  );
  async function make() {
    const told = Object.entries(fields).map(([name, { input }]) => [name, input.value.trim()]).filter(([, text]) =>
      text
    );
    try {
      const study = await (await write("POST", "studies", { body: JSON.stringify(Object.fromEntries(told)) })).json();
      dialog.close();
      page.change({ study: study.id }, true);
    } catch (problem) {
      if (!(problem instanceof Problem) && !(problem instanceof Unreachable)) throw problem;
      for (const field of Object.values(fields)) field.complain("");
      const rest = (problem.faults ?? []).filter(({ pointer, detail }) => {
        fields[pointer?.slice(1)]?.complain(detail);
        return !fields[pointer?.slice(1)];
      });
      fault.textContent = problem.faults?.length && !rest.length ? "" : wordsOf(problem, rest);
    }
  }
}
