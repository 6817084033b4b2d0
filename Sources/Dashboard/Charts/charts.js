/** Pictures on the page: drawn by Chart.js, read with the keyboard, saved, and as a table. */
import { element } from "./dom.js";
import { drawAbove, drawBelow, rampOf, scalesOf } from "./drawing.js";
import { chartPoint, look, swatch } from "./looks.js";
import { save } from "./saving.js";
import { tickText } from "./scales.js";
import { svgOf } from "./svg.js";
import { csvOf, tableElement, tableOf } from "./tables.js";
import { colour, onTheme } from "./theme.js";

/** Whether the machine of the server has Chart.js. */
export const canDraw = () => "Chart" in window;

/** What to do where it has not. */
const absent = "Charts need Chart.js on the machine of the server: install the package libjs-chart.js there, or name its file with --chart-js, and start the server again. The numbers are in the table below.";

const hint = canDraw() ? "Point at it, or use the arrow keys, to read values." : "";

/**
 * A place for a picture: `element`, `show(picture)`, `point(x)`, `close()`.
 *
 * Whoever looks at a place in it, by pointer or keyboard, calls `onpoint(x)`, with null when that ends; `point(x)` shows
 * the same place here. Its height is kept from the start, so that nothing moves when the picture comes.
 */
export function chartPanel({ title, note = "", onpoint = () => {} }) {
  const heading = element("h3", {}, title);
  const legend = element("ul", { class: "legend" });
  const canvas = element("canvas", { "aria-hidden": "true" });
  const readout = element("p", { class: "readout note", "aria-live": "polite" }, hint);
  const box = element("div", {
    class: "canvas", tabindex: "0", role: "application", "aria-roledescription": "chart",
    "aria-label": `${title}. Arrow keys read the values; the table below has them all.`, onkeydown: walk, onblur: leave,
  }, canvas);
  const table = element("details", { class: "folded table", ontoggle: fillTable }, element("summary", {}, "Table"));
  const buttons = [["SVG", saveSVG], ["PNG", savePNG], ["CSV", saveCSV]].map(([words, action]) =>
    element("button", { type: "button", class: "quiet", disabled: true, "aria-label": `Save ${title} as ${words}`, onclick: action }, words));
  const figure = element(
    "figure", { class: "chart" }, element("figcaption", {}, heading, note && element("p", { class: "note" }, note)),
    legend, box, readout, element("div", { class: "below" }, table, element("div", { class: "saving" }, element("span", { class: "note" }, "Save as"), buttons)));
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
    if (picture.outline) items.push(element("li", {}, element("span", { class: "swatch outline" }), picture.outline.label));
    if (picture.bands) items.push(element("li", {}, swatch({ look: "quiet", kind: "band" }), picture.bands));
    const ramp = picture.cells && rampOf(picture.cells);
    if (ramp) {
      const strip = element("span", { class: "ramp", "aria-hidden": "true" }, ramp.colours.map((fill) => element("span", { style: { background: fill } })));
      items.unshift(element("li", {}, `${picture.cells.label} ${picture.cells.write(ramp.least)}`, strip, picture.cells.write(ramp.most)));
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
      chart = new window.Chart(canvas, { type: "scatter", data, options, plugins: [plugin] });
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
    element: figure, show, point,
    close() {
      ignoreTheme();
      chart?.destroy();
    },
  };
}

/** What Chart.js is told. */
function settingsOf(picture, pointAt) {
  const planned = scalesOf(picture);
  const axis = (name) => ({
    type: planned[name].isLog ? "logarithmic" : "linear", min: planned[name].min, max: planned[name].max,
    title: { display: true, text: picture[name].label, color: colour("ink"), font: { size: 12.5 } },
    // Chart.js would write 1e20 in 21 digits.
    afterBuildTicks: (axis) => (axis.ticks = planned[name].ticks.map((value) => ({ value }))),
    ticks: { callback: (value) => tickText(picture[name], planned[name], value), color: colour("muted"), maxRotation: 0, autoSkipPadding: 12, font: { size: 12 } },
    grid: { color: picture.cells ? "transparent" : colour("line"), tickColor: colour("line"), borderColor: colour("line") },
  });
  return {
    data: { datasets: picture.series.filter((series) => series.kind !== "area").map(dataset) },
    options: {
      animation: false, maintainAspectRatio: false, parsing: false, normalized: true, events: ["mousemove", "mouseout", "click", "touchstart", "touchmove"],
      font: { family: getComputedStyle(document.body).fontFamily },
      plugins: { legend: { display: false }, tooltip: { enabled: false } },
      scales: { x: axis("x"), y: axis("y") },
      onHover: (event, _, chart) => pointAt(placeOf(event, chart)),
      layout: { padding: { right: 8, top: 4 } },
    },
  };
}

/** Points that are many are small, so that they do not hide each other. */
const radiusOf = (count) => (count > 2000 ? 2 : count > 100 ? 3 : 4);

function dataset(series) {
  const { colour: name, dash, point } = look(series.look);
  const isLine = series.kind !== "points";
  return {
    data: series.points, showLine: isLine, borderColor: name, backgroundColor: name, borderWidth: isLine ? 2 : 1.5, borderDash: dash,
    pointStyle: chartPoint[point], pointRadius: isLine ? 0 : radiusOf(series.points.length), pointHoverRadius: 4, pointHitRadius: 0,
  };
}

function placeOf(event, chart) {
  const { left, right, top, bottom } = chart.chartArea;
  if (event.x < left || event.x > right || event.y < top || event.y > bottom) return null;
  return { x: chart.scales.x.getValueForPixel(event.x), y: chart.scales.y.getValueForPixel(event.y) };
}

const placing = (chart) => (x, y) => [
  x === undefined ? 0 : chart.scales.x.getPixelForValue(x), y === undefined ? 0 : chart.scales.y.getPixelForValue(y)];

/** Draws what Chart.js does not, below and above its lines. */
function painting(picture, pointed, pointAt) {
  return {
    id: "painting",
    beforeDatasetsDraw: (chart) => inside(chart, (pen, at) => drawBelow(picture(), pen, at, chart.chartArea)),
    afterDatasetsDraw: (chart) => inside(chart, (pen, at) => {
      drawAbove(picture(), pen, at, chart.chartArea);
      if (pointed()) drawPointed(picture(), pointed(), pen, at, chart.chartArea);
    }),
    afterEvent: (_, { event }) => event.type === "mouseout" && pointAt(null),
  };
}

function drawPointed(picture, { x, y, rings }, pen, at, { top, bottom, left, right }) {
  const style = { stroke: colour("ink"), width: 1, dash: [] };
  const [across, up] = at(x, y ?? undefined);
  pen.line([[across, top], [across, bottom]], style);
  if (picture.cells) pen.line([[left, up], [right, up]], style);
  for (const { x: placeX, y: placeY, look: name } of rings) pen.ring(at(placeX, placeY), look(name).colour);
}

function inside(chart, draw) {
  const { ctx, chartArea: { left, top, width, height } } = chart;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  draw(canvasPen(ctx), placing(chart));
  ctx.restore();
}

function canvasPen(ctx) {
  const trace = (points) => points.forEach(([x, y], index) => (index ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
  return {
    area(rings, { fill, opacity = 1 }) {
      ctx.globalAlpha = opacity;
      ctx.fillStyle = fill;
      ctx.beginPath();
      for (const ring of rings) trace(ring), ctx.closePath();
      ctx.fill("evenodd");
      ctx.globalAlpha = 1;
    },
    cell([x, y], [toX, toY], fill) {
      // Whole pixels, so that no line shows between neighbours.
      const [left, bottom, right, top] = [x, y, toX, toY].map(Math.round);
      ctx.fillStyle = fill;
      ctx.fillRect(left, top, right - left, bottom - top);
    },
    line(points, { stroke, width, dash }) {
      ctx.strokeStyle = stroke;
      ctx.lineWidth = width;
      ctx.setLineDash(dash);
      ctx.beginPath();
      trace(points);
      ctx.stroke();
    },
    words(text, [x, y], { anchor, fill }) {
      ctx.font = `12px ${getComputedStyle(document.body).fontFamily}`;
      ctx.textAlign = anchor;
      ctx.lineWidth = 3;
      ctx.setLineDash([]);
      ctx.strokeStyle = colour("surface");
      ctx.strokeText(text, x, y);
      ctx.fillStyle = fill;
      ctx.fillText(text, x, y);
    },
    ring([x, y], stroke) {
      ctx.setLineDash([]);
      ctx.lineWidth = 2;
      ctx.strokeStyle = stroke;
      ctx.fillStyle = colour("surface");
      ctx.beginPath();
      ctx.arc(x, y, 4, 0, 2 * Math.PI);
      ctx.fill();
      ctx.stroke();
    },
  };
}

const nearestOf = (values, wanted, isLog) => {
  const distance = (value) => Math.abs(isLog ? Math.log(value / wanted) : value - wanted);
  return values.reduce((best, value) => (distance(value) < distance(best) ? value : best), values[0]);
};

/** The place of a picture nearest to another, what stands there in words, and what is ringed. */
function nearest(picture, wanted) {
  const [isLogX, isLogY] = [picture.x.scale === "log", picture.y.scale === "log"];
  const write = (axis, value) => (axis.write ?? String)(value);
  if (picture.cells) {
    const { xs, ys, values, label, write: writeCell } = picture.cells;
    const x = nearestOf(xs, wanted.x, isLogX);
    const y = nearestOf(ys, wanted.y ?? ys[0], isLogY);
    const value = values[xs.indexOf(x) * ys.length + ys.indexOf(y)];
    const words = `${picture.x.label} ${write(picture.x, x)}, ${picture.y.label} ${write(picture.y, y)}: ${value === null ? "nothing fits" : `${label} ${writeCell(value)}`}`;
    return { x, y, rings: [], words };
  }
  if (picture.hover === "point") return nearestPoint(picture, wanted, write);
  const places = placesOf(picture);
  if (!places.length) return null;
  const x = nearestOf(places, wanted.x, isLogX);
  const found = picture.series.flatMap((series) => series.points.filter((point) => point.x === x && Number.isFinite(point.y)).map((point) => ({ series, point })));
  const words = found.map(({ series, point }) => `${series.label} ${write(picture.y, point.y)}`).join(", ");
  return {
    x, rings: found.filter(({ series }) => series.kind !== "area").map(({ series, point }) => ({ ...point, look: series.look })),
    words: `${write(picture.x, x)}: ${words}`,
  };
}

function nearestPoint(picture, wanted, write) {
  const scales = scalesOf(picture);
  const place = ({ x, y }) => [scales.x.place(x), scales.y.place(y ?? scales.y.min)];
  const [toX, toY] = place(wanted);
  let best = null;
  for (const series of picture.series) {
    for (const point of series.points) {
      const [x, y] = place(point);
      const distance = Math.hypot(x - toX, y - toY);
      if (!best || distance < best.distance) best = { distance, series, point };
    }
  }
  if (!best) return null;
  const { series, point } = best;
  const words = `${point.label ?? series.label}: ${picture.x.label} ${write(picture.x, point.x)}, ${picture.y.label} ${write(picture.y, point.y)}`;
  return { x: point.x, y: point.y, rings: [{ ...point, look: series.look }], words };
}

/** All places along x that have a value. */
function placesOf({ series, cells }) {
  const places = cells ? cells.xs : series.flatMap(({ points }) => points.map((point) => point.x));
  return [...new Set(places)].sort((one, other) => one - other);
}

/** The place one step from another; the first where there is none. */
function neighbour(picture, from, [right, up]) {
  const moved = (values, value, step) => values[Math.min(Math.max(values.indexOf(value) + step, 0), values.length - 1)];
  const places = placesOf(picture);
  if (!from) return { x: places[0], y: picture.cells?.ys[0] };
  return { x: moved(places, from.x, right), y: picture.cells ? moved(picture.cells.ys, from.y, up) : from.y };
}
