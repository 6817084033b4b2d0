/** Numbers as the API takes them, and as people read them. */

const pattern = /^([+-]?\d+(?:\.\d+)?)(?:e([+-]?\d+))?([kmbgtp])?$/i;
const powers = { k: 3, m: 6, b: 9, g: 9, t: 12, p: 15 };

/** The number of a text such as `1.5B` or `2e22`, to the last bit what the API reads; null where it is none. */
export function parse(text) {
  const match = pattern.exec(text.trim());
  if (!match) return null;
  const power = Number(match[2] ?? 0) + (powers[match[3]?.toLowerCase()] ?? 0);
  return Number(`${match[1]}e${power}`);
}

/** What a text asks of a quantity: a number or `{min, max}` as texts, as in `1B..8B`; null where it leaves it free. */
export function bounds(text) {
  const ends = text.trim().split("..");
  if (ends.length !== 2) return ends[0] || null;
  const [min, max] = ends.map((end) => end.trim());
  return min || max ? { ...(min && { min }), ...(max && { max }) } : null;
}

const infinity = (value) => (value > 0 ? "∞" : value < 0 ? "-∞" : "–");

/** Up to `digits` significant digits, with an exponent where the number is large or small: 2.142, 1.5e11. */
export function short(value, digits = 4) {
  if (!Number.isFinite(value)) return infinity(value);
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  const power = Number(exponent);
  if (power >= -4 && power < Math.max(digits, 4)) return String(Number(value.toPrecision(digits)));
  return `${Number(mantissa)}e${power}`;
}

/** Parameters or tokens with the suffix that the API takes, to four digits: 1.62B, 893B, 1e17. */
export function count(value, digits = 4) {
  const [, size, suffix] = units.find(([from, , , to]) => value >= from && value < to) ?? [0, 1, ""];
  return short(value / size, digits) + suffix;
}

const units = [
  [1e12, 1e12, "T", 9.9995e15],
  [1e9, 1e9, "B", 1e12],
  [1e6, 1e6, "M", 1e9],
  [1e4, 1e3, "K", 1e6],
];

/** A loss in nats per token, to the fourth decimal. */
export const loss = (value) => (Number.isFinite(value) ? value.toFixed(4) : infinity(value));

/** A difference of losses with its sign: +0.0031. */
export const signed = (value) => (value > 0 ? "+" : value < 0 ? "−" : "") + loss(Math.abs(value));

/** A share as a percentage with one decimal. */
export const percent = (share) => `${(100 * share).toFixed(1)} %`;

const groups = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });

/** A level such as 0.9, of which nobody needs the decimals: 90 %. */
export const level = (share) => `${short(100 * share)} %`;

/** An amount that people add up, such as hours or money: 12,340. */
export const amount = (value) => (value >= 1e9 ? short(value) : groups.format(value));

/** A value at a slider's place, short enough to be typed. */
export const rounded = (value, write) => write(Number(value.toPrecision(3)), 3);
