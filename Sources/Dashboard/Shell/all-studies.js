/** Studies to look at: the control that chooses one, a list to choose from, and a new one. */
import { Problem, Unreachable } from "./api.js";
import { cell, exact, head, row, table } from "./cells.js";
import { entry, openDialog, wordsOf } from "./dialog.js";
import { element } from "./dom.js";
import { studyChoice } from "./studies.js";
import { once, writer } from "./writes.js";

/** The control that chooses a study to look at; `onlist(studies)` is called whenever there is a list. */
export const chosenStudy = (page, onlist) =>
  studyChoice(page, {
    pointer: "/study",
    hint: "One dataset, tokenizer and architecture family.",
    none: (studies) => (studies.length ? "All studies" : "No study yet"),
    nameOf: ({ id, name }) => (name === id ? id : `${name} (${id})`),
    onlist,
  });

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
