/** The studies of the server, the control that chooses one, and its runs. */
import { get, line } from "./api.js";
import { choice } from "./form.js";

/** A control for the field `study`, whose options are the server's studies; `about` may change what is said of it. */
export function studyChoice(page, about = {}) {
  const none = ["", about.none ?? "None"];
  const control = choice(page, { name: "study", label: "Study", options: [none], ...about });
  const ask = line();
  const reload = () =>
    ask((signal) => get("studies", signal), ({ studies }) => {
      control.setOptions([
        none,
        ...studies.map(({ id, name, runs }) => [id, `${name} (${runs.supervised + runs.distillation} runs)`]),
      ]);
    }, () => {});
  reload();
  return { ...control, reload };
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
