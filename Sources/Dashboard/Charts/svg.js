/** A picture as an SVG file, drawn from its data. */
import { drawAbove, drawBelow, rampOf, scalesOf } from "./drawing.js";
import { look, pointPath } from "./looks.js";
import { tickText } from "./scales.js";
import { colour } from "./theme.js";

const size = { width: 900, height: 520 };
const font = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

/** The file's text. */
export function svgOf(picture) {
  const legend = legendOf(picture);
  const frame = { left: 84, right: size.width - 24, top: 56 + 20 * legend.rows, bottom: size.height - 56 };
  const scales = scalesOf(picture);
  const at = (x, y) => [
    frame.left + (x === undefined ? 0 : scales.x.place(x)) * (frame.right - frame.left),
    frame.bottom - (y === undefined ? 0 : scales.y.place(y)) * (frame.bottom - frame.top),
  ];
  const pen = svgPen();
  drawBelow(picture, pen, at, frame);
  for (const series of picture.series) drawSeries(series, pen, at);
  drawAbove(picture, pen, at, frame);
  const { left, right, top, bottom } = frame;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}"`,
    `height="${size.height}" role="img" aria-label="${escaped(picture.title)}" font-family="${font}" font-size="13">`,
    `<rect width="100%" height="100%" fill="${colour("surface")}"/>`,
    `<text x="24" y="32" font-size="17" font-weight="600" fill="${colour("ink")}">${escaped(picture.title)}</text>`,
    legend.text,
    axes(picture, scales, at, frame),
    `<clipPath id="frame"><rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}"/></clipPath>`,
    `<g clip-path="url(#frame)">`,
    ...pen.pieces,
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

const escaped = (text) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const place = ([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`;
const path = (points) => `M${points.map(place).join("L")}`;

function svgPen() {
  const pieces = [];
  return {
    pieces,
    area: (rings, { fill, opacity = 1 }) =>
      pieces.push(
        `<path d="${
          rings.map((ring) => `${path(ring)}Z`).join("")
        }" fill="${fill}" fill-opacity="${opacity}" fill-rule="evenodd"/>`,
      ),
    cell: ([x, y], [toX, toY], fill) =>
      pieces.push(
        `<path d="M${place([x, y])}H${toX.toFixed(2)}V${toY.toFixed(2)}H${
          x.toFixed(2)
        }Z" fill="${fill}" stroke="${fill}" stroke-width="0.5"/>`,
      ),
    line: (points, { stroke, width, dash }) =>
      pieces.push(
        `<path d="${path(points)}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-dasharray="${
          dash.join(" ")
        }"/>`,
      ),
    words: (text, [x, y], { anchor, fill }) =>
      pieces.push(
        `<text x="${x.toFixed(2)}" y="${y.toFixed(2)}" text-anchor="${
          anchor === "center" ? "middle" : anchor
        }" fill="${fill}" stroke="${colour("surface")}" stroke-width="3" paint-order="stroke">${escaped(text)}</text>`,
      ),
    point: (point, centre, { stroke, width }) =>
      pieces.push(
        `<path d="${pointPath(point, 3.5)}" transform="translate(${place(centre)})" ${
          point === "cross" ? `fill="none" stroke="${stroke}" stroke-width="${width}"` : `fill="${stroke}"`
        }/>`,
      ),
  };
}

function drawSeries(series, pen, at) {
  if (series.kind === "area") return;
  const { colour: stroke, dash, point } = look(series.look);
  const known = series.points.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)).map(({ x, y }) =>
    at(x, y)
  );
  if (!known.length) return;
  if (series.kind !== "points") pen.line(known, { stroke, width: 2, dash });
  else for (const centre of known) pen.point(point, centre, { stroke, width: 1.5 });
}

function axes({ x, y }, scales, at, { left, right, top, bottom }) {
  const [muted, line] = [colour("muted"), colour("line")];
  const across = scales.x.ticks.map((tick) => {
    const [centre] = at(tick);
    return `<path d="M${centre.toFixed(2)} ${top}V${bottom}" stroke="${line}"/><text x="${centre.toFixed(2)}" y="${
      bottom + 20
    }" text-anchor="middle" fill="${muted}">${escaped(tickText(x, scales.x, tick))}</text>`;
  });
  const up = scales.y.ticks.map((tick) => {
    const [, middle] = at(undefined, tick);
    return `<path d="M${left} ${middle.toFixed(2)}H${right}" stroke="${line}"/><text x="${left - 8}" y="${
      (middle + 4).toFixed(2)
    }" text-anchor="end" fill="${muted}">${escaped(tickText(y, scales.y, tick))}</text>`;
  });
  return [
    ...across,
    ...up,
    `<text x="${(left + right) / 2}" y="${bottom + 44}" text-anchor="middle" fill="${colour("ink")}">${
      escaped(x.label)
    }</text>`,
    `<text transform="translate(20 ${(top + bottom) / 2}) rotate(-90)" text-anchor="middle" fill="${colour("ink")}">${
      escaped(y.label)
    }</text>`,
  ].join("\n");
}

/** The legend's text, and how many rows it takes. */
function legendOf({ series, cells, outline, bands }) {
  const ink = colour("ink");
  const items = series.map((one) => ({ words: one.label, sign: signOf(one), width: 40 }));
  if (outline) {
    items.push({
      words: outline.label,
      width: 40,
      sign: `<path d="M0 -4H28" stroke="${ink}" stroke-width="1.5" stroke-dasharray="4 3"/>`,
    });
  }
  if (bands) {
    items.push({
      words: bands,
      width: 40,
      sign: `<rect y="-10" width="28" height="11" fill="${colour("muted")}" fill-opacity="0.2"/>`,
    });
  }
  const ramp = cells && rampOf(cells);
  if (ramp) {
    const strip = ramp.colours.map((fill, index) =>
      `<rect x="${index * 5}" y="-10" width="5.5" height="11" fill="${fill}"/>`
    ).join("");
    items.push({
      words: `${cells.label}, ${cells.write(ramp.least)} to ${cells.write(ramp.most)}`,
      width: 132,
      sign: strip,
    });
  }
  let [x, row] = [24, 0];
  const texts = items.map(({ words, sign, width }) => {
    const whole = width + 7.2 * words.length + 22;
    if (x > 24 && x + whole > size.width) [x, row] = [24, row + 1];
    const text = `<g transform="translate(${x} ${58 + 20 * row})">${sign}<text x="${width - 6}" fill="${ink}">${
      escaped(words)
    }</text></g>`;
    x += whole;
    return text;
  });
  return { text: texts.join("\n"), rows: items.length ? row + 1 : 0 };
}

function signOf(series) {
  const { colour: stroke, dash, point } = look(series.look);
  if (series.kind === "area") return `<rect y="-10" width="28" height="11" fill="${stroke}" fill-opacity="0.75"/>`;
  const line = series.kind === "points"
    ? ""
    : `<path d="M0 -4H28" stroke="${stroke}" stroke-width="2" stroke-dasharray="${dash.join(" ")}"/>`;
  const dot = series.kind === "points"
    ? `<path d="${pointPath(point, 3.5)}" transform="translate(14 -4)" ${
      point === "cross" ? `fill="none" stroke="${stroke}" stroke-width="1.5"` : `fill="${stroke}"`
    }/>`
    : "";
  return line + dot;
}
