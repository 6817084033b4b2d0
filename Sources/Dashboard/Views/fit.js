/** The view Fit: fits of a study, one that is started and followed, what came of it, and two laws side by side. */
import { link } from "./address.js";
import { get, line, Problem, Unreachable } from "./api.js";
import { comparison } from "./compare.js";
import { writeLine } from "./commands.js";
import { wordsOf } from "./dialog.js";
import { element } from "./dom.js";
import { defaults as asked, fitControls, questionOf } from "./fit-question.js";
import { fitList } from "./fit-list.js";
import { fitReport } from "./fit-report.js";
import { folded, form, questionForm, segments } from "./form.js";
import { short } from "./quantities.js";
import { shellLine } from "./questions.js";
import { conditions, conditionsOf } from "./runs-filter.js";
import { chosenStudy, overview } from "./all-studies.js";
import { once, writer } from "./writes.js";

const wait = 1000;

export const fit = {
  name: "fit",
  title: "Fit",
  defaults: { study: "", fit: "", part: "", shown: "fits", first: "", second: "", ...asked },
  open(page) {
    const paged = {
      ...page,
      change: (values, isSettled) =>
        page.change("study" in values ? { fit: "", part: "", ...values } : values, isSettled),
    };
    const study = chosenStudy(paged, () => show());
    const { seen, folded: others } = fitControls(paged);
    const all = form([study, ...seen, ...others]);
    const group = folded("More", others);
    const button = element("button", { type: "submit", class: "primary" }, "Fit");
    const fault = element("p", { class: "fault", role: "alert" });
    const chosenRuns = element("a", {}, "See these runs");
    seen.find(({ name }) => name === "filter").element.append(chosenRuns);
    const command = element("div");
    const tabs = segments(page, {
      name: "shown",
      label: "Shown",
      options: [["fits", "Fits"], ["laws", "Two laws side by side"]],
    });
    tabs.element.classList.add("tabs");
    const chosen = element("section", { class: "answer slim", "aria-label": "Studies" });
    const list = fitList(page);
    const report = fitReport(page, () => look());
    const laws = comparison(page);
    const fits = element("div", { class: "stack" }, list.element, report.element);
    const ask = line();
    const write = writer();
    let values = null;
    let timer = 0;
    let isLost = false;

    async function start() {
      fault.textContent = "";
      try {
        const made = await (await write("POST", fitsOf(values.study), { body: JSON.stringify(questionOf(values)) }))
          .json();
        page.change({ fit: made.id, part: "", shown: "fits" }, true);
      } catch (problem) {
        if (!(problem instanceof Problem) && !(problem instanceof Unreachable)) throw problem;
        refuse(problem);
      }
    }

    function refuse(problem) {
      const rest = all.complain(problem.faults ?? []);
      if (rest.length || !problem.faults?.length) {
        fault.textContent = [wordsOf(problem, rest), ...helpOf(problem)].join(" ");
      }
    }

    /** Reads the fits and the one that is shown; again in a second while one of them is on its way. */
    function look() {
      clearTimeout(timer);
      isLost = false;
      if (!values.study) return;
      const path = `${fitsOf(values.study)}?limit=${list.length()}`;
      ask(async (signal) => {
        const page = await get(path, signal);
        const id = values.fit || page.fits[0]?.id;
        const known = page.fits.find((one) => one.id === id);
        return {
          page,
          fit: id && !(known && report.has(known))
            ? await get(`fits/${encodeURIComponent(id)}`, signal)
            : id
            ? null
            : undefined,
        };
      }, ({ page, fit: found }) => {
        list.show(page, values.fit || page.fits[0]?.id);
        if (found !== null) report.show(found, values);
        if ([...page.fits, found].some((one) => one?.status === "queued" || one?.status === "running")) {
          timer = setTimeout(look, wait);
        }
      }, (problem) => {
        // What is shown stays: the page says that nobody answers, and calls again once somebody does.
        isLost = problem instanceof Unreachable;
        if (!isLost) {
          report.fail(problem.status === 404 && values.fit ? "There is no such fit on this server." : wordsOf(problem));
        }
      });
    }

    function show() {
      if (!values) return;
      const isChosen = values.study !== "";
      chosen.hidden = isChosen || values.shown === "laws";
      fits.hidden = !isChosen || values.shown === "laws";
      laws.element.hidden = values.shown !== "laws";
      button.disabled = !isChosen;
      command.hidden = !isChosen;
      if (!isChosen && study.list()) {
        chosen.replaceChildren(
          element("p", { class: "verdict" }, "Which study is fitted?"),
          overview(study.list(), "fit", page),
        );
      }
      chosenRuns.hidden = !isChosen;
      chosenRuns.href = link("runs", { study: values.study, ...conditionsOf(values.filter) }, {
        study: "",
        ...conditions,
      });
      if (isChosen) {
        command.replaceChildren(
          shellLine("This fit from a shell", writeLine(fitsOf(values.study), questionOf(values))),
        );
      }
    }

    list.onlength(() => look());
    return {
      element: element(
        "div",
        { class: "split" },
        questionForm("A fit", [
          study.element,
          seen.map((control) => control.element),
          group,
          fault,
          button,
          command,
        ], () => values.study && once(button, start)),
        element("div", { class: "stack" }, tabs.element, chosen, fits, laws.element),
      ),
      show(next) {
        const isSame = values && ["study", "fit", "shown"].every((name) => values[name] === next[name]);
        const wasAsked = values && JSON.stringify(questionOf(values)) !== JSON.stringify(questionOf(next));
        values = next;
        all.show(values);
        tabs.show(values.shown);
        group.open ||= others.some(({ name }) => values[name] !== asked[name]);
        const hide = (wanted, isHidden) => (seen.find(({ name }) => name === wanted).element.hidden = isHidden);
        hide("holdout_value", !values.holdout);
        hide("supervised_law", values.fitted !== "distillation");
        if (wasAsked) fault.textContent = "";
        if (!study.list()) study.reload();
        show();
        if (values.shown === "laws") laws.show(values);
        else if (!isSame || isLost) look();
        else report.part(values.part);
      },
      close() {
        clearTimeout(timer);
        ask(() => new Promise(() => {}));
        report.close();
        laws.close();
      },
    };
  },
};

const fitsOf = (study) => `studies/${encodeURIComponent(study)}/fits`;

/** Runs that would tell what the runs do not. */
function helpOf({ content }) {
  const runs = content?.runs_that_would_help ?? [];
  const wordsOfRun = (run) =>
    Object.entries(run).filter(([, value]) => typeof value === "number")
      .map(([name, value]) => `${name.replaceAll("_", " ")} ${short(value, 3)}`).join(", ");
  return runs.length ? [`Runs that would help: ${runs.map(wordsOfRun).join("; ")}.`] : [];
}
