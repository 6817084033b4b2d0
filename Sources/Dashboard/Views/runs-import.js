/** Files of runs: dropped or chosen, looked at by a dry run, and kept only when somebody says so. */
import { line, Problem, send, Unreachable } from "./api.js";
import { cell, exact, head, row, table } from "./cells.js";
import { entry, openDialog, wordsOf } from "./dialog.js";
import { element, settled } from "./dom.js";
import { count, loss } from "./quantities.js";
import { once, writer } from "./writes.js";

/** A place for files: `listenOn(node)` takes what is dropped on it; `ontaken` is called when runs were taken. */
export function dropArea({ study, ontaken }) {
  const input = element("input", {
    type: "file",
    hidden: true,
    "aria-label": "A file of runs",
    accept: ".csv,.tsv,.txt,.jsonl,.ndjson",
    onchange: () => take(input.files[0]),
  });
  const area = element(
    "div",
    { class: "drop" },
    element("p", {}, "Drop a file of runs on the page, or"),
    element("button", { type: "button", onclick: () => input.click() }, "Import a file…"),
    input,
    element("p", { class: "note" }, "CSV or JSON Lines. You see what becomes of it before anything is kept."),
  );
  function take(file) {
    if (!file) return;
    if (study()) openImport(study(), file, ontaken);
    else {openDialog(
        { title: "Into which study?" },
        element("p", {}, "Choose a study or make one, then drop the file again."),
      );}
    // So that the same file can be chosen again once it is mended.
    input.value = "";
  }
  return {
    element: area,
    listenOn(node) {
      let depth = 0;
      const mark = (step) => area.classList.toggle("over", (depth = Math.max(0, depth + step)) > 0);
      node.addEventListener("dragenter", () => mark(1));
      node.addEventListener("dragleave", () => mark(-1));
      node.addEventListener("dragover", (event) => event.preventDefault());
      node.addEventListener("drop", (event) => {
        event.preventDefault();
        mark(-depth);
        take(event.dataTransfer.files[0]);
      });
    },
  };
}

const fields = [
  "source",
  "external_id",
  "kind",
  "params",
  "tokens",
  "loss",
  "loss_unit",
  "loss_split",
  "teacher_params",
  "teacher_tokens",
  "teacher_loss",
  "teacher_run",
  "teacher_source",
  "parameter_counting",
  "lambda",
  "temperature",
  "top_k",
  "learning_rate",
  "batch_tokens",
  "precision",
  "seed",
  "unique_tokens",
  "epochs",
  "context",
  "split",
  "tags",
  "url",
  "note",
  "excluded",
  "excluded_reason",
  "extra",
];

const typeOf = (name) => (/\.(jsonl|ndjson)$/i.test(name) ? "application/x-ndjson" : "text/csv");

/** Shows what would become of a file, asks again whenever the mapping or an option changes, and imports it. */
function openImport(study, file, ontaken) {
  const mapped = new Map();
  const options = optionsOf(file, () => look());
  const verdict = element("p", { class: "verdict small", role: "status" }, "Reading the file…");
  const found = element("div", { class: "stack" });
  const button = element("button", {
    type: "button",
    class: "primary",
    disabled: true,
    onclick: () => once(button, take),
  }, "Import");
  const leave = element("button", { type: "button", onclick: () => dialog.close() }, "Cancel");
  const dialog = openDialog(
    { title: `Import ${file.name}`, kind: "wide" },
    verdict,
    options.element,
    found,
    element("div", { class: "actions" }, button, leave),
  );
  const ask = line();
  const write = writer();
  const pathOf = (query) => `studies/${encodeURIComponent(study)}/runs?${query}`;
  const look = settled(() => {
    button.disabled = true;
    const query = queryOf(options.values(), mapped, ["dry_run=true"]);
    ask(
      async (signal) => (await send("POST", pathOf(query), { body: file, type: typeOf(file.name), signal })).json(),
      show,
      refuse,
    );
  });

  function show(report) {
    const taken = report.taken ? takenOf(report.counts) : 0;
    button.disabled = !taken;
    button.textContent = taken ? `Import ${number(taken, "run")}` : "Import";
    verdict.classList.remove("fault");
    verdict.textContent = verdictOf(report);
    const parts = [faultTable(report.errors, report.counts), mappingTable(report, mapped, look), previewTable(report)];
    found.replaceChildren(...parts.filter(Boolean));
  }

  function refuse(problem) {
    verdict.textContent = wordsOf(problem, []);
    verdict.classList.add("fault");
    found.replaceChildren(...[faultTable(problem.faults ?? [], problem.content?.counts)].filter(Boolean));
  }

  async function take() {
    try {
      const query = queryOf(options.values(), mapped, []);
      const report = await (await write("POST", pathOf(query), { body: file, type: typeOf(file.name) })).json();
      options.element.remove();
      button.remove();
      leave.textContent = "Done";
      leave.classList.add("primary");
      leave.focus();
      verdict.classList.remove("fault");
      verdict.textContent = `Taken: ${countsOf(report.counts)}.`;
      found.replaceChildren(...[faultTable(report.errors, report.counts)].filter(Boolean));
      ontaken();
    } catch (problem) {
      if (!(problem instanceof Problem) && !(problem instanceof Unreachable)) throw problem;
      refuse(problem);
    }
  }
  look();
}

/** What a file may not say itself. */
function optionsOf(file, onchange) {
  const select = (label, options) =>
    entry({ label, tag: "select", onchange }, options.map(([value, words]) => element("option", { value }, words)));
  const source = entry({
    label: "Source",
    hint: "Where the runs come from; with the run's name it is what a run is known by.",
    value: file.name,
    maxlength: 200,
    oninput: onchange,
  });
  const all = {
    unit: select("Losses that say nothing are in", [["nats", "nats per token"], ["bits", "bits per token"]]),
    tokens_from: select("Tokens are", [["tokens", "a column"], ["flops", "compute / (6 N)"]]),
    parameter_counting: select("Parameters count", [["", "as the file or the study says"], [
      "non_embedding",
      "all but the embedding",
    ], ["all", "all"]]),
    decimal: select("Decimals behind a", [["point", "point"], ["comma", "comma"]]),
  };
  const going = element("input", { type: "checkbox", id: "keep-going", onchange });
  const said = () => Object.fromEntries(Object.entries(all).map(([name, one]) => [name, one.input.value]));
  return {
    element: element(
      "div",
      {},
      source.element,
      element(
        "details",
        { class: "folded" },
        element("summary", {}, "How the file is read"),
        element("div", { class: "grid" }, Object.values(all).map((one) => one.element)),
      ),
      element(
        "p",
        { class: "check-line" },
        going,
        element("label", { for: "keep-going" }, "Take the rows that are right though others are not"),
      ),
    ),
    values: () => ({ source: source.input.value.trim(), ...said(), keep_going: going.checked ? "true" : "" }),
  };
}

function queryOf(values, mapped, others) {
  const said = Object.entries(values).filter(([, value]) => value).map(([name, value]) =>
    `${name}=${encodeURIComponent(value)}`
  );
  const maps = [...mapped].filter(([, field]) => field).map(([column, field]) =>
    `map=${encodeURIComponent(`${field}=${column}`)}`
  );
  return [...said, ...maps, ...others].join("&");
}

const number = (count, thing) => `${exact(count)} ${thing}${count === 1 ? "" : "s"}`;

const takenOf = ({ inserted, updated, unchanged }) => inserted + updated + unchanged;

function countsOf({ inserted, updated, unchanged, refused }) {
  const told = [[inserted, "new"], [updated, "changed"], [unchanged, "as they were"], [refused, "not taken"]];
  return told.filter(([count]) => count).map(([count, words]) => `${exact(count)} ${words}`).join(", ") || "no row";
}

function verdictOf({ taken, counts, errors }) {
  if (!counts.rows) {
    return errors.length ? "The columns can not be told: say below which is which." : "The file has no row.";
  }
  if (taken) return `${number(counts.rows, "row")}: ${countsOf(counts)}.`;
  return `Nothing would be taken: ${exact(counts.refused)} of ${
    number(counts.rows, "row")
  } can not be. Mend the file, or take only the rows that are right.`;
}

/** What is wrong with rows and columns, by line. */
function faultTable(faults, counts) {
  if (!faults.length) return null;
  const placeOf = (pointer) => pointer?.split("/").slice(3).join("/") || pointer?.split("/")[2] || "the file";
  const rowOf = ({ pointer, line, detail }) =>
    row(
      cell(line, String),
      element("td", {}, placeOf(pointer)),
      element("td", {}, detail.replace(/^line \d+: /, "")),
    );
  const more = counts?.refused_not_listed;
  return element(
    "section",
    {},
    element("h3", {}, "What is not taken, and why"),
    table({
      name: "What is not taken",
      kind: "faults",
      heads: ["Line", "Column", "Reason"],
      texts: [1, 2],
      rows: faults.map(rowOf),
      box: "low",
    }),
    more && element("p", { class: "note" }, `And ${number(more, "row")} more that are not listed.`),
  );
}

/** What each column is taken for, to be changed. */
function mappingTable({ columns }, mapped, onchange) {
  const wordsFor = (
    { column, field, like },
  ) => (field && !mapped.get(column)
    ? `${field} (by its name)`
    : like
    ? `kept as extra; like ${like}`
    : "kept as extra");
  const rowOf = (told) => {
    const select = element(
      "select",
      { "aria-label": `What ${told.column} is`, onchange: () => (choose(told.column, select.value), onchange()) },
      element("option", { value: "" }, wordsFor(told)),
      fields.map((name) => element("option", { value: name }, name)),
    );
    select.value = mapped.get(told.column) ?? "";
    return row(head(told.column), element("td", {}, select));
  };
  function choose(column, field) {
    for (const [other, taken] of mapped) if (taken === field) mapped.delete(other);
    if (field) mapped.set(column, field);
    else mapped.delete(column);
  }
  return element(
    "section",
    {},
    element("h3", {}, "Columns"),
    table({
      name: "Columns",
      kind: "mapping",
      heads: ["Column", "Is taken for"],
      texts: [0, 1],
      rows: columns.map(rowOf),
      box: "low",
    }),
  );
}

/** The first runs as they would be taken. */
function previewTable({ preview: runs, external_id: { column } }) {
  if (!runs.length) return null;
  const rowOf = (run) =>
    row(
      head(run.external_id),
      element("td", {}, run.kind),
      cell(run.params, count),
      cell(run.tokens, count),
      cell(run.loss, loss),
      cell(run.teacher_loss, loss),
      element("td", {}, run.split ?? "–"),
    );
  const heads = ["Run", "Kind", "Parameters", "Tokens", "Loss, nats", "Teacher's loss", "Split"];
  return element(
    "section",
    {},
    element("h3", {}, "The first runs, as they would be taken"),
    column === null &&
      element(
        "p",
        { class: "note" },
        "No column names the runs, so their row numbers do: the file must keep its order.",
      ),
    table({ name: "The first runs", kind: "preview", heads, texts: [0, 1, 6], rows: runs.map(rowOf) }),
  );
}
