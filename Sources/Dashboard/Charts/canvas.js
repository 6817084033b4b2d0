/** Pictures on a canvas: what Chart.js is told, and the pen for what it does not draw. */
import { drawAbove, drawBelow, scalesOf } from "./drawing.js";
import { chartPoint, look } from "./looks.js";
import { tickText } from "./scales.js";
import { colour } from "./theme.js";

/** What Chart.js is told. */
export function settingsOf(picture, pointAt) {
  const planned = scalesOf(picture);
  const axis = (name) => ({
    type: planned[name].isLog ? "logarithmic" : "linear",
    min: planned[name].min,
    max: planned[name].max,
    title: { display: true, text: picture[name].label, color: colour("ink"), font: { size: 12.5 } },
    // Chart.js would write 1e20 in 21 digits.
    afterBuildTicks: (axis) => (axis.ticks = planned[name].ticks.map((value) => ({ value }))),
    ticks: {
      callback: (value) => tickText(picture[name], planned[name], value),
      color: colour("muted"),
      maxRotation: 0,
      autoSkipPadding: 12,
      font: { size: 12 },
    },
    grid: {
      color: picture.cells ? "transparent" : colour("line"),
      tickColor: colour("line"),
      borderColor: colour("line"),
    },
  });
  return {
    data: { datasets: picture.series.filter((series) => series.kind !== "area").map(dataset) },
    options: {
      animation: false,
      maintainAspectRatio: false,
      parsing: false,
      normalized: true,
      events: ["mousemove", "mouseout", "click", "touchstart", "touchmove"],
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
    data: series.points,
    showLine: isLine,
    borderColor: name,
    backgroundColor: name,
    borderWidth: isLine ? 2 : 1.5,
    borderDash: dash,
    pointStyle: chartPoint[point],
    pointRadius: isLine ? 0 : radiusOf(series.points.length),
    pointHoverRadius: 4,
    pointHitRadius: 0,
  };
}

function placeOf(event, chart) {
  const { left, right, top, bottom } = chart.chartArea;
  if (event.x < left || event.x > right || event.y < top || event.y > bottom) return null;
  return { x: chart.scales.x.getValueForPixel(event.x), y: chart.scales.y.getValueForPixel(event.y) };
}

const placing = (chart) => (x, y) => [
  x === undefined ? 0 : chart.scales.x.getPixelForValue(x),
  y === undefined ? 0 : chart.scales.y.getPixelForValue(y),
];

/** Draws what Chart.js does not, below and above its lines. */
export function painting(picture, pointed, pointAt) {
  return {
    id: "painting",
    beforeDatasetsDraw: (chart) => inside(chart, (pen, at) => drawBelow(picture(), pen, at, chart.chartArea)),
    afterDatasetsDraw: (chart) =>
      inside(chart, (pen, at) => {
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
