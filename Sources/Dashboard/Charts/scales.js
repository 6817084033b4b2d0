/** Axes: which range they show, where their ticks are, and where a value stands. */
import { short } from "./quantities.js";

/**
 * A scale of `values` on an axis `{ scale: "log" | "linear", min, max, ticks }`, whose ends and ticks count where they
 * are given; where not, a share `room` of the length is left free.
 *
 * `place` gives a share of the length from 0 to 1, `value` its inverse.
 */
export function makeScale(axis, values, room = 0.05) {
  const isLog = axis.scale === "log";
  const known = values.filter((value) => Number.isFinite(value) && (!isLog || value > 0));
  let [min, max] = [axis.min ?? Math.min(...extremes(known)), axis.max ?? Math.max(...extremes(known))];
  if (!Number.isFinite(min) || !Number.isFinite(max)) [min, max] = isLog ? [1, 10] : [0, 1];
  if (min === max) [min, max] = isLog ? [min / 2, max * 2] : [min - 0.5, max + 0.5];
  const to = isLog ? Math.log10 : (value) => value;
  const from = isLog ? (value) => 10 ** value : (value) => value;
  const free = room * (to(max) - to(min));
  if (axis.min === undefined) min = from(to(min) - free);
  if (axis.max === undefined) max = from(to(max) + free);
  return {
    min,
    max,
    isLog,
    ticks: axis.ticks ?? (isLog ? logTicks(min, max) : linearTicks(min, max)),
    place: (value) => (to(value) - to(min)) / (to(max) - to(min)),
    value: (share) => from(to(min) + share * (to(max) - to(min))),
  };
}

/** Math.min of tens of thousands of arguments is more than a stack holds. */
function extremes(values) {
  return values.length
    ? values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity])
    : [NaN];
}

function linearTicks(min, max) {
  const rough = (max - min) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((times) => times * power >= rough * 0.999);
  const first = Math.ceil(min / step - 1e-9);
  return Array.from(
    { length: Math.floor(max / step + 1e-9) - first + 1 },
    (_, index) => Number(((first + index) * step).toPrecision(12)),
  );
}

function logTicks(min, max) {
  const [low, high] = [Math.log10(min), Math.log10(max)];
  const step = Math.max(1, Math.ceil((high - low) / 8));
  const tens = [];
  for (let power = Math.ceil(low - 1e-9); power <= high + 1e-9; power += step) tens.push(Number(`1e${power}`));
  if (tens.length > 2) return tens;
  const ticks = [];
  for (let power = Math.floor(low); power <= high; power++) {
    for (const times of [1, 2, 5]) ticks.push(Number(`${times}e${power}`));
  }
  const inside = ticks.filter((tick) => tick >= min * (1 - 1e-9) && tick <= max * (1 + 1e-9));
  return inside.length > 1 ? inside : [min, max].map((end) => Number(end.toPrecision(3)));
}

/** A tick in words: as the axis writes ticks, or with as few digits as tell ticks from each other. */
export function tickText(axis, scale, tick) {
  if (axis.tick) return axis.tick(tick);
  if (scale.isLog) return (axis.write ?? short)(tick);
  const step = scale.ticks.length > 1 ? Math.abs(scale.ticks[1] - scale.ticks[0]) : 1;
  return Math.abs(tick) >= 1e5
    ? short(tick, 3)
    : tick.toFixed(Math.min(8, Math.max(0, -Math.floor(Math.log10(step) + 1e-9))));
}
