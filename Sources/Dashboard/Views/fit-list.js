/** The fits of a study, the newest first, of which one is shown. */
import { link } from "./address.js";
import { element } from "./dom.js";
import { short } from "./quantities.js";

const states = { queued: "waits", running: "is working", done: "done", failed: "failed", cancelled: "cancelled" };

function keptOf({ loss_below: below, split, largest_compute: largest }) {
  if (below !== undefined) return `losses below ${below}`;
  return split === undefined ? `the largest ${short(100 * largest)} %` : `split ${split}`;
}

/** What is said of a fit's options, where they are not what everybody takes. */
export function optionsOf({ filter, holdout, starts, bootstrap, gamma, supervised_law: base }) {
  const said = [
    filter || "all runs",
    base && `on ${base}`,
    gamma === "one" && "γ = 1",
    holdout && `${keptOf(holdout)} kept back`,
    `${starts} starts`,
    bootstrap ? `${bootstrap.resamples} resamples` : "no resamples",
  ];
  return said.filter(Boolean).join(", ");
}

/** The list: `element`, `show(page, id)`, `length()` of what is to be read, `onlength(action)` where more is. */
export function fitList(page) {
  const body = element("tbody");
  const title = element("h2", {}, "Fits");
  let limit = 20;
  let changed = () => {};
  let shown = "";
  const more = element("button", {
    type: "button",
    class: "quiet",
    onclick: () => ((limit = Math.min(1000, limit + 100)), changed()),
  }, "Older ones");
  const heads = ["Asked for", "Law", "State", "Became"].map((words) => element("th", { scope: "col" }, words));
  const table = element(
    "table",
    { class: "fits" },
    element("caption", { class: "aside" }, "Fits of this study"),
    element("thead", {}, element("tr", {}, heads)),
    body,
  );
  const empty = element(
    "p",
    { class: "empty-note", hidden: true },
    "No fit of this study yet. Choose a law beside this and press Fit.",
  );
  // The options that stand beside the list stay, where it is followed in this tab.
  const linkTo = (one, words) =>
    element("a", {
      href: link("fit", { study: one.study, fit: one.id }, { study: "", fit: "" }),
      onclick: (event) => (event.preventDefault(), page.change({ fit: one.id, part: "" }, true)),
    }, words);
  const row = (one, id) =>
    element(
      "tr",
      { class: one.id === id ? "current" : "", "data-fit": one.id, "aria-current": one.id === id ? "true" : null },
      element("th", { scope: "row" }, linkTo(one, timeOf(one.created_at))),
      element("td", {}, one.request.law, element("p", { class: "note" }, optionsOf(one.request))),
      element("td", {}, element("span", { class: `chip ${one.status}` }, states[one.status])),
      element("td", {}, one.law ? `${one.law.name}@${one.law.version}` : "–"),
    );
  const attributes = { class: "scroll list", tabindex: "0", role: "region", "aria-label": "Fits" };
  const box = element("div", attributes, table, empty, more);
  return {
    element: element(
      "section",
      { class: "answer slim fit-list", "aria-label": "Fits" },
      element(
        "div",
        {},
        title,
        box,
      ),
    ),
    show({ fits, total }, id) {
      title.textContent = total === 1 ? "1 fit" : total ? `${total.toLocaleString("en")} fits` : "Fits";
      table.hidden = !total;
      empty.hidden = total > 0;
      more.hidden = fits.length >= total;
      // Where the keyboard is, it stays.
      const focused = document.activeElement?.closest?.("[data-fit]")?.dataset.fit;
      body.replaceChildren(...fits.map((one) => row(one, id)));
      if (focused) body.querySelector(`[data-fit="${focused}"] a`)?.focus({ preventScroll: true });
      // The one that is shown stands at the top once it is chosen.
      if (id !== shown) box.scrollTop = (body.querySelector(".current")?.offsetTop ?? 0) - body.offsetTop;
      shown = id;
    },
    length: () => limit,
    onlength: (action) => (changed = action),
  };
}

/** A time as it is here. */
export const timeOf = (text) => new Date(text).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
