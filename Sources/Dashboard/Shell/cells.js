/** Tables of the views, which scroll sideways where there is not room for them. */
import { element } from "./dom.js";

/** A number as it is read, with all of its digits beside it; a dash where there is none. */
export const cell = (value, write) =>
  element("td", { class: "number", "data-number": value ?? "" }, typeof value === "number" ? write(value) : "–");

/** What a row is about, with a remark below it. */
export const head = (content, remark) =>
  element("th", { scope: "row" }, content, remark && element("p", { class: "note" }, remark));

/** A row of `cells`. */
export const row = (...cells) => element("tr", {}, cells);

/**
 * A table with a name, a class, its columns' heads and its rows.
 *
 * All columns but those whose places are in `texts` hold numbers; `box` is how much room it has: `free` or `low`.
 */
export function table({ name, kind, heads, texts = [0], rows, box = "free" }) {
  const headOf = (words, place) => element("th", { scope: "col", class: texts.includes(place) ? "" : "number" }, words);
  return element(
    "div",
    { class: `scroll ${box}`, tabindex: "0", role: "region", "aria-label": name },
    element(
      "table",
      { class: kind },
      element("caption", { class: "aside" }, name),
      element("thead", {}, element("tr", {}, heads.map(headOf))),
      element("tbody", {}, rows),
    ),
  );
}

/** An exact number of things: 50,000. */
export const exact = (number) => number.toLocaleString("en");

/** A share with two decimals: 0.24 %. */
export const share = (value) => `${(100 * value).toFixed(2)} %`;
