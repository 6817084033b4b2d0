/** The region that the runs behind a law cover, in the plane of two variables. */

const isCount = (variable) => variable !== "teacher.loss";
const spanned = ["student.params", "student.tokens", "teacher.loss"];

/**
 * The corners of the region, by the names of the variables; null where nothing is known of them.
 *
 * `fixed` gives values of other variables: where the third of those that the hull is made of is fixed, the region is
 * the hull's section at it, and otherwise the ranges of both variables. `ends` says how far a range goes that is not
 * known.
 */
export function supportOf({ hull, ...ranges }, x, y, fixed, ends) {
  const third = spanned.find((variable) => variable !== x && variable !== y);
  if (hull && spanned.includes(x) && spanned.includes(y) && fixed[third]) {
    return section(hull, third, fixed[third], x, y);
  }
  if (!ranges[x] && !ranges[y]) return null;
  const [across, up] = [ranges[x] ?? ends.x, ranges[y] ?? ends.y];
  return [[across.min, up.min], [across.max, up.min], [across.max, up.max], [across.min, up.max]];
}

/** The section of a hull where `variable` is `value`: the hull of where its chords cross that plane. */
function section(hull, variable, value, x, y) {
  const to = (name, number) => (isCount(name) ? Math.log(number) : number);
  const at = to(variable, value);
  const crossings = [];
  hull.forEach((one, index) => {
    for (const other of hull.slice(index)) {
      const [from, until] = [to(variable, one[variable]) - at, to(variable, other[variable]) - at];
      if (from * until > 0) continue;
      const share = from === until ? 0 : from / (from - until);
      crossings.push([x, y].map((name) => to(name, one[name]) + share * (to(name, other[name]) - to(name, one[name]))));
    }
  });
  const corners = around(crossings);
  if (corners.length < 3) return null;
  return corners.map(([across, up]) => [isCount(x) ? Math.exp(across) : across, isCount(y) ? Math.exp(up) : up]);
}

/** The convex hull of points of a plane, by Andrew's chains. */
function around(points) {
  const sorted = [...points].sort(([x, y], [otherX, otherY]) => x - otherX || y - otherY);
  const chain = (ordered) => {
    const corners = [];
    for (const point of ordered) {
      while (corners.length > 1 && turn(corners.at(-2), corners.at(-1), point) <= 0) corners.pop();
      corners.push(point);
    }
    return corners.slice(0, -1);
  };
  return [...chain(sorted), ...chain(sorted.reverse())];
}

const turn = ([x, y], [x1, y1], [x2, y2]) => (x1 - x) * (y2 - y) - (y1 - y) * (x2 - x);
