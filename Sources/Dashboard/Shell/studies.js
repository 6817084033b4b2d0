/** The studies of the server, the control that chooses one, and its runs. */
import { get, line } from "./api.js";
import { choice } from "./form.js";

async function all(signal) {
  const studies = [];
  for (let cursor = ""; cursor !== null;) {
    const page = await get(`studies?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`, signal);
    studies.push(...page.studies);
    cursor = page.next_cursor;
  }
  return studies;
}

/**
 * A control for the value `study`, whose options are all studies of the server once `reload()` has asked for them.
 *
 * `none(studies)` and `nameOf(study)` are the words of its options, `onlist(studies)` is called whenever there is a list;
 * what else is given goes to the control.
 */
export function studyChoice(page, { none, nameOf, onlist = () => {}, ...about }) {
  const control = choice(page, { name: "study", label: "Study", options: [["", none([])]], ...about });
  let list = null;
  const ask = line();
  const reload = () =>
    ask(all, (studies) => {
      list = studies;
      control.setOptions([["", none(studies)], ...studies.map((study) => [study.id, nameOf(study)])]);
      onlist(studies);
    }, () => {});
  return { ...control, reload, list: () => list, study: (id) => list?.find((study) => study.id === id) ?? null };
}

const pageSize = 1000;
const mostPages = 5;

/** The runs of a study that count, as many as a picture has room for: `{ runs, total }`. */
export async function runsOf(study, signal) {
  const runs = [];
  let [cursor, total] = ["", 0];
  for (let page = 0; page < mostPages && cursor !== null; page++) {
    const query = new URLSearchParams({ limit: pageSize, excluded: false, ...(cursor && { cursor }) });
    const answer = await get(`studies/${encodeURIComponent(study)}/runs?${query}`, signal);
    runs.push(...answer.runs);
    [cursor, total] = [answer.next_cursor, answer.total];
  }
  return { runs, total };
}
