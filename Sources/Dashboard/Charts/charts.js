/** Pictures on the page: drawn by Chart.js, read with the keyboard, saved, and as a table. */
import { painting, settingsOf } from "./canvas.js";
import { element } from "./dom.js";
import { rampOf } from "./drawing.js";
import { swatch } from "./looks.js";
import { nearest, neighbour } from "./pointing.js";
import { save } from "./saving.js";
import { svgOf } from "./svg.js";
import { csvOf, tableElement, tableOf } from "./tables.js";
import { onTheme } from "./theme.js";

/** Whether the machine of the server has Chart.js. */
export const canDraw = () => "Chart" in globalThis;

/** What to do where it has not. */
const absent =
  "Charts need Chart.js on the machine of the server: install the package libjs-chart.js there, or name its file " +
  "with --chart-js, and start the server again. The numbers are in the table below.";

const hint = canDraw() ? "Point at it, or use the arrow keys, to read values." : "";

/**
 * A place for a picture: `element`, `show(picture)`, `point(x)`, `close()`.
 *
 * Whoever looks at a place in it, by pointer or keyboard, calls `onpoint(x)`, with null when that ends; `point(x)`
 * shows the same place here. Its height is kept from the start, so that nothing moves when the picture comes.
 */
export function chartPanel({ title, note = "", onpoint = () => {} }) {
  const heading = element("h3", {}, title);
  const legend = element("ul", { class: "legend" });
  const canvas = element("canvas", { "aria-hidden": "true" });
  const readout = element("p", { class: "readout note", "aria-live": "polite" }, hint);
  const box = element("div", {
    class: "canvas",
    tabindex: "0",
    role: "application",
    "aria-roledescription": "chart",
    "aria-label": `${title}. Arrow keys read the values; the table below has them all.`,
    onkeydown: walk,
    onblur: leave,
  }, canvas);
  const table = element("details", { class: "folded table", ontoggle: fillTable }, element("summary", {}, "Table"));
  const buttons = [["SVG", saveSVG], ["PNG", savePNG], ["CSV", saveCSV]].map(([words, action]) =>
    element("button", {
      type: "button",
      class: "quiet",
      disabled: true,
      "aria-label": `Save ${title} as ${words}`,
      onclick: action,
    }, words)
  );
  const figure = element(
    "figure",
    { class: "chart" },
    element("figcaption", {}, heading, note && element("p", { class: "note" }, note)),
    legend,
    box,
    readout,
    element(
      "div",
      { class: "below" },
      table,
      element("div", { class: "saving" }, element("span", { class: "note" }, "Save as"), buttons),
    ),
  );
  let picture = null;
  let chart = null;
  let pointed = null;
  if (!canDraw()) {
    box.replaceChildren(element("p", { class: "message" }, absent));
    table.open = true;
    figure.classList.add("tabled");
  }

  function show(next) {
    picture = next;
    heading.textContent = picture.title ?? title;
    showLegend();
    for (const button of buttons) button.disabled = false;
    if (canDraw()) draw();
    fillTable();
    point(null);
  }

  function showLegend() {
    const items = picture.series.map((series) => element("li", {}, swatch(series), series.label));
    if (picture.outline) {
      items.push(element("li", {}, element("span", { class: "swatch outline" }), picture.outline.label));
    }
    if (picture.bands) items.push(element("li", {}, swatch({ look: "quiet", kind: "band" }), picture.bands));
    const ramp = picture.cells && rampOf(picture.cells);
    if (ramp) {
      const strip = element(
        "span",
        { class: "ramp", "aria-hidden": "true" },
        ramp.colours.map((fill) => element("span", { style: { background: fill } })),
      );
      items.unshift(
        element(
          "li",
          {},
          `${picture.cells.label} ${picture.cells.write(ramp.least)}`,
          strip,
          picture.cells.write(ramp.most),
        ),
      );
    }
    legend.replaceChildren(...items);
  }

  function draw() {
    const { data, options } = settingsOf(picture, pointAt);
    if (chart) {
      Object.assign(chart, { data, options });
      chart.update("none");
    } else {
      const plugin = painting(() => picture, () => pointed, pointAt);
      chart = new globalThis.Chart(canvas, { type: "scatter", data, options, plugins: [plugin] });
    }
  }

  function fillTable() {
    if (!picture || !table.open) return;
    table.replaceChildren(table.firstChild, tableElement(tableOf(picture), picture.title ?? title));
  }

  function pointAt(place) {
    point(place);
    onpoint(place?.x ?? null);
  }

  /** Shows the place nearest to `at`, a number or `{ x, y }`. */
  function point(at) {
    const wanted = typeof at === "number" ? { x: at } : at;
    pointed = wanted && picture ? nearest(picture, wanted) : null;
    readout.textContent = pointed ? pointed.words : hint;
    readout.classList.toggle("note", !pointed);
    chart?.draw();
  }

  function walk(event) {
    const step = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (event.key === "Escape") return leave();
    if (!step || !picture) return;
    event.preventDefault();
    pointAt(neighbour(picture, pointed, step));
  }

  function leave() {
    if (pointed) pointAt(null);
  }

  function saveSVG() {
    save(`${picture.name}.svg`, "image/svg+xml", svgOf(picture));
  }

  function saveCSV() {
    save(`${picture.name}.csv`, "text/csv", csvOf(tableOf(picture)));
  }

  function savePNG() {
    const image = new Image();
    const address = URL.createObjectURL(new Blob([svgOf(picture)], { type: "image/svg+xml" }));
    image.onload = () => {
      const sheet = element("canvas", { width: 2 * image.width, height: 2 * image.height });
      sheet.getContext("2d").drawImage(image, 0, 0, sheet.width, sheet.height);
      URL.revokeObjectURL(address);
      sheet.toBlob((blob) => save(`${picture.name}.png`, "image/png", blob));
    };
    image.src = address;
  }

  const ignoreTheme = onTheme(() => picture && (showLegend(), canDraw() && draw()));
  return {
    element: figure,
    show,
    point,
    close() {
      ignoreTheme();
      chart?.destroy();
    },
  };
}
