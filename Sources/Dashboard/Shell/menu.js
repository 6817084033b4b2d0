/** A menu of teachers, pasted as a table. */
import { parse } from "./quantities.js";

const names = {
  name: ["name", "teacher", "model", "teacher_name"],
  params: ["params", "parameters", "n", "size", "teacher_params"],
  tokens: ["tokens", "d", "teacher_tokens"],
  loss: ["loss", "l", "teacher_loss", "cross-entropy"],
};
const order = ["name", "params", "tokens", "loss"];

/**
 * The candidates of a pasted text, a teacher a line, its cells between tabs, commas, semicolons or bars.
 *
 * The first line may name the columns; without that they are name, params, tokens, loss. An empty cell, `-` or `–` is
 * not known. `faults` says what is wrong, by the line from 1.
 */
export function readMenu(text) {
  const lines = text.split(/\r?\n/).map((line, index) => ({ number: index + 1, cells: cellsOf(line) })).filter((
    { cells },
  ) => cells.some(Boolean));
  const head = lines.length && columnsOf(lines[0].cells);
  const columns = head || order;
  const faults = [];
  const candidates = (head ? lines.slice(1) : lines).map(({ number, cells }) => {
    const candidate = { name: "" };
    if (cells.length > columns.length) {
      faults.push(`Line ${number} has ${cells.length} cells, and there are ${columns.length} columns.`);
    }
    columns.forEach((column, index) => {
      const cell = cells[index] ?? "";
      if (!column || /^[-–]?$/.test(cell)) return;
      if (column !== "name" && parse(cell) === null) {
        faults.push(`Line ${number}: ${cell} is no number for ${column}; write it like 3B or 2.05.`);
      }
      candidate[column] = cell;
    });
    if (!candidate.name) candidate.name = `line ${number}`;
    return candidate;
  });
  return { candidates, faults };
}

/** Where in a menu a fault of the API is: the teacher's name, and the column. */
export const placeIn = (text, [index, column]) =>
  [readMenu(text).candidates[index]?.name, column].filter(Boolean).join(", ");

function cellsOf(line) {
  const separator = ["\t", "|", ";", ","].find((sign) => line.includes(sign)) ?? "\t";
  const bare = separator === "|" ? line.trim().replace(/^\||\|$/g, "") : line;
  return bare.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
}

/** The fields of a head's columns, null for a column that is of no use; null where the line is no head. */
function columnsOf(cells) {
  const columns = cells.map((cell) => order.find((field) => names[field].includes(cell.toLowerCase())) ?? null);
  return columns.includes("name") && columns.some((column) => column && column !== "name") ? columns : null;
}
