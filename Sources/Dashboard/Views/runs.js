/** The view Runs: the runs of a study, in pages, to be filtered, sorted, imported and excluded. */
import { get, line, send } from "./api.js";
import { exact } from "./cells.js";
import { readLine } from "./commands.js";
import { wordsOf } from "./dialog.js";
import { element, settled } from "./dom.js";
import { folded, form, questionForm } from "./form.js";
import { shellLine } from "./questions.js";
import { conditions, faultsOf, filterControls, filterOf } from "./runs-filter.js";
import { dropArea } from "./runs-import.js";
import { runTable } from "./runs-table.js";
import { save } from "./saving.js";
import { chosenStudy, openNewStudy, overview } from "./all-studies.js";
import { token } from "./token.js";

const pageLength = 100;

export const runs = {
  name: "runs",
  title: "Runs",
  defaults: { study: "", ...conditions, sort: "", cursor: "", at: "" },
  open(page) {
    // Whatever is asked for anew is shown from its beginning.
    const paged = { ...page, change: (values, isSettled) => page.change({ cursor: "", at: "", ...values }, isSettled) };
    const study = chosenStudy(paged, () => refresh());
    const { controls, equal, between } = filterControls(paged);
    const all = form([study, ...controls, ...equal, ...between]);
    const groups = [[folded("More conditions", equal), equal], [folded("Ranges", between), between]];
    const drop = dropArea({ study: () => values.study, ontaken: () => (study.reload(), look()) });
    const command = element("div");
    const answer = runAnswer(page, () => look());
    const ask = line();
    let values = null;
    let isAsked = "";

    const look = settled(() => {
      const path = pathOf(values);
      isAsked = path;
      answer.wait();
      ask(
        (signal) => get(path, signal),
        (list) => answer.show(list, values, study.study(values.study)),
        (problem) => answer.fail(problem, all.complain(faultsOf(problem))),
      );
    }, 80);

    function refresh() {
      if (values.study) {
        command.replaceChildren(shellLine("The same from a shell", readLine(pathOf(values))));
        look();
      } else if (study.list()) answer.choose(study.list());
    }

    const conditionsPart = element(
      "div",
      { class: "part" },
      controls.map((control) => control.element),
      groups.map(([group]) => group),
      command,
    );
    const view = element(
      "div",
      { class: "split" },
      questionForm("Which runs", [
        study.element,
        element(
          "div",
          { class: "actions tight" },
          element("button", { type: "button", onclick: () => openNewStudy(page) }, "New study…"),
        ),
        drop.element,
        conditionsPart,
      ]),
      answer.element,
    );
    drop.listenOn(view);
    return {
      element: view,
      show(next) {
        const isSame = values && pathOf(next) === isAsked && values.study === next.study;
        values = next;
        all.show(values);
        drop.element.hidden = !values.study;
        conditionsPart.hidden = !values.study;
        for (const [group, members] of groups) group.open ||= members.some(({ name }) => values[name] !== "");
        // The numbers of studies change with every import, so that a list is read whenever one is looked at.
        if (!isSame || !study.list()) study.reload();
        if (values.study) refresh();
      },
    };
  },
};

/** The path of a page of runs. */
const pathOf = (values) =>
  pathWith(values, `limit=${pageLength}`, values.cursor && `cursor=${encodeURIComponent(values.cursor)}`);

function pathWith(values, ...others) {
  const query = [filterOf(values), values.sort && `sort=${encodeURIComponent(values.sort)}`, ...others];
  return `studies/${encodeURIComponent(values.study)}/runs?${query.filter(Boolean).join("&")}`;
}

/** What is beside the controls: how many runs there are, the way through them, and a page of them. */
function runAnswer(page, onchanged) {
  const verdict = element("p", { class: "verdict", role: "status" }, "Reading…");
  const about = element("p", { class: "note about" });
  const place = element("p", { class: "place" });
  const step = (words, action) =>
    element("button", { type: "button", class: "quiet", disabled: true, onclick: () => action() }, words);
  const [first, previous, next] = [step("First", () => go("", 0)), step("Previous", back), step("Next", further)];
  const exports = [["CSV", "csv"], ["JSON Lines", "jsonl"]].map(([words, format]) => (
    { format, link: element("a", { download: "", onclick: (event) => exported(event, format) }, words) }
  ));
  const fit = element("a", {}, "Fit a law to these runs");
  const links = element("p", { class: "links" }, "Export ", exports.map(({ link }) => [link, " "]), " · ", fit);
  const tools = element(
    "div",
    { class: "pager" },
    element("div", { class: "steps" }, first, previous, next),
    place,
    links,
  );
  const table = runTable(page, onchanged);
  const chosen = element("section", { class: "answer slim", "aria-label": "Studies", hidden: true });
  const whole = element(
    "section",
    { class: "answer slim runs", "aria-label": "Runs" },
    element("div", {}, verdict, about),
    tools,
    table.element,
  );
  // Cursors lead forwards only: the way back is known to who came along it.
  const known = new Map();
  let [list, values] = [null, null];
  const from = () => Number(values.at) || 0;

  function further() {
    known.set(list.next_cursor, values.cursor);
    go(list.next_cursor, from() + list.runs.length);
  }

  function back() {
    go(known.get(values.cursor), Math.max(0, from() - pageLength));
  }

  function go(cursor, at) {
    page.change({ cursor, at: at ? String(at) : "" }, true);
    table.top();
  }

  /** A link can show no token: with one, the file is read here. */
  async function exported(event, format) {
    if (token() === null) return;
    event.preventDefault();
    const answer = await send("GET", exportPath(values, format));
    save(`${values.study}.${format}`, answer.headers.get("Content-Type"), await answer.blob());
  }

  function showWay() {
    first.disabled = !values.cursor;
    previous.disabled = !values.cursor || !known.has(values.cursor);
    next.disabled = list.next_cursor === null;
    for (const { format, link } of exports) {
      link.href = exportPath(values, format);
      link.download = `${values.study}.${format}`;
    }
    const filter = filterOf(values);
    fit.href = `#/fit?study=${values.study}${filter && `&filter=${encodeURIComponent(filter)}`}`;
    const range = list.runs.length ? `${exact(from() + 1)} to ${exact(from() + list.runs.length)} of ` : "";
    place.replaceChildren(range, element("b", { "data-number": list.total }, exact(list.total)));
  }

  return {
    element: element("div", { class: "stack" }, chosen, whole),
    wait() {
      chosen.hidden = true;
      whole.hidden = false;
      whole.setAttribute("aria-busy", "true");
    },
    show(answer, asked, study) {
      [list, values] = [answer, asked];
      whole.setAttribute("aria-busy", "false");
      whole.classList.remove("failed");
      verdict.textContent = verdictOf(list, values, study);
      about.textContent = study ? aboutStudy(study) : " ";
      showWay();
      table.show(list.runs, values);
    },
    fail(problem, faults) {
      whole.setAttribute("aria-busy", "false");
      whole.classList.add("failed");
      verdict.textContent = refusal(problem, faults);
      if (problem.content) table.show([], {});
    },
    choose(studies) {
      chosen.hidden = false;
      whole.hidden = true;
      const found = studies.length
        ? `${exact(studies.length)} ${studies.length === 1 ? "study" : "studies"}`
        : "No study";
      chosen.replaceChildren(element("p", { class: "verdict" }, found), overview(studies, "runs", page));
    },
  };
}

const exportPath = (values, format) => pathWith(values, `format=${format}`);

function aboutStudy({ dataset, tokenizer, architecture, parameter_counting: counting }) {
  const counted = counting === "all" ? "all parameters are counted" : "parameters without the embedding";
  return [dataset, tokenizer, architecture, counted].filter(Boolean).join(" · ");
}

function refusal(problem, faults) {
  if (problem.status === 404) return "There is no study of this name on this server.";
  return faults.length || !problem.faults?.length ? wordsOf(problem, faults) : "What is wrong stands at the fields.";
}

function verdictOf({ total }, values, study) {
  const name = study?.name ?? values.study;
  const told = `${exact(total)} ${total === 1 ? "run" : "runs"} of ${name}`;
  if (!filterOf(values)) return total ? told : `${name} has no run yet: drop a file of them here`;
  return total ? `${told} ${total === 1 ? "meets" : "meet"} the conditions` : `No run of ${name} meets the conditions`;
}
