/** Pictures as tables, for people who do not see them, for places without Chart.js, and for files. */
import { element } from "./dom.js";

/** `{ head, rows, write }` of a picture: a row for each x of its lines, or for each of its points and cells. */
export function tableOf(picture) {
  const isWide = !picture.cells && picture.series.every((series) => series.kind !== "points");
  return isWide ? wideTable(picture) : longTable(picture);
}

const hasEnds = ({ kind, points }) => kind !== "area" && points.some((point) => Number.isFinite(point.low));

function wideTable({ x, y, series }) {
  const columns = series.flatMap((one) => {
    const values = new Map(one.points.map((point) => [point.x, point]));
    const column = (head, name) => ({ head, value: (at) => values.get(at)?.[name] ?? null });
    return [
      column(one.label, "y"),
      ...(hasEnds(one) ? [column(`${one.label}, lower`, "low"), column(`${one.label}, upper`, "high")] : []),
    ];
  });
  const places = [...new Set(series.flatMap(({ points }) => points.map((point) => point.x)))].sort((one, other) =>
    one - other
  );
  return {
    head: [x.label, ...columns.map((column) => column.head)],
    rows: places.map((at) => [at, ...columns.map((column) => column.value(at))]),
    write: (value, column) => written(value, column === 0 ? x : y),
  };
}

/** Points with their whiskers. */
function whiskerTable({ x, y, series }) {
  const axes = [null, null, x, y, y, y];
  return {
    head: ["series", "name", x.label, y.label, "lower", "upper"],
    rows: series.flatMap(({ label, points }) =>
      points.map((point) => [label, point.label ?? "", point.x, point.y, point.low ?? null, point.high ?? null])
    ),
    write: (value, column) => written(value, axes[column]),
  };
}

function longTable({ x, y, series, cells }) {
  if (!cells && series.some(hasEnds)) return whiskerTable({ x, y, series });
  const rows = series.flatMap(({ label, points }) =>
    points.map((point) => [label, point.label ?? "", point.x, point.y, null])
  );
  cells?.values.forEach((value, index) => {
    const [column, row] = [Math.floor(index / cells.ys.length), index % cells.ys.length];
    rows.push([cells.label, "", cells.xs[column], cells.ys[row], value]);
  });
  const axes = [null, null, x, y, cells];
  const width = cells ? 5 : 4;
  return {
    head: ["series", "name", x.label, y.label, cells?.label].slice(0, width),
    rows: rows.map((row) => row.slice(0, width)),
    write: (value, column) => written(value, axes[column]),
  };
}

function written(value, axis) {
  if (value === null || value === undefined) return "–";
  return typeof value === "number" && axis?.write ? axis.write(value) : String(value);
}

const most = 500;

/** The table as an element, its first rows where there are very many. */
export function tableElement({ head, rows, write }, caption) {
  return element(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    element(
      "table",
      {},
      element("caption", { class: "aside" }, caption),
      element("thead", {}, element("tr", {}, head.map((words) => element("th", { scope: "col" }, words)))),
      element(
        "tbody",
        {},
        rows.slice(0, most).map((row) =>
          element(
            "tr",
            {},
            row.map((value, column) =>
              element("td", { class: typeof value === "number" ? "number" : "" }, write(value, column))
            ),
          )
        ),
      ),
    ),
    rows.length > most && element("p", { class: "note" }, `The first ${most} of ${rows.length} rows; the CSV has all.`),
  );
}

/** The table as CSV (RFC 4180) with every digit; what is not known is empty. */
export function csvOf({ head, rows }) {
  const cell = (value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const row = (values) => values.map((value) => cell(String(value ?? ""))).join(",") + "\r\n";
  return [head, ...rows].map(row).join("");
}
