/** The public JSON API, asked as any other program would ask it. */
import { askForToken, forget, token } from "./token.js";

/** An answer that says no: a problem document (RFC 9457). */
export class Problem extends Error {
  constructor(status, content) {
    super(content.detail ?? `The server answered with status ${status}.`);
    this.status = status;
    this.content = content;
  }

  /** What is wrong with single fields, each with `pointer` and `detail`. */
  get faults() {
    return this.content.errors ?? [];
  }
}

/** No answer. */
export class Unreachable extends Error {
  constructor() {
    super("The server does not answer.");
  }
}

/** Tells with `lost` and `found` whether the server answers. */
export const server = new EventTarget();

let isLost = false;

function notice(answers) {
  if (isLost === !answers) return;
  isLost = !answers;
  server.dispatchEvent(new Event(answers ? "found" : "lost"));
}

/** Whether the server answers by now. */
export async function isThere() {
  try {
    notice((await fetch("healthz", { cache: "no-store" })).ok);
  } catch {
    notice(false);
  }
  return !isLost;
}

/**
 * The answer to a request whose `path` is relative to the page.
 *
 * Asks for a token where the server wants one. Throws `Problem` where the answer is a failure, `Unreachable` where
 * there is none, and `AbortError` where `signal` gave it up.
 */
export async function send(method, path, { body, type = "application/json", signal, headers = {} } = {}) {
  const shown = token();
  const answer = await reach(path, {
    method,
    body,
    signal,
    headers: {
      ...headers,
      ...(body !== undefined && { "Content-Type": type }),
      ...(shown && { Authorization: `Bearer ${shown}` }),
    },
  });
  if (answer.ok) return answer;
  const problem = new Problem(answer.status, await content(answer));
  if (answer.status !== 401) throw problem;
  if (shown === token()) {
    forget();
    if (!(await askForToken(shown ? problem.message : ""))) throw problem;
  }
  return send(method, path, { body, type, signal, headers });
}

async function reach(path, request) {
  try {
    const answer = await fetch(path, request);
    notice(true);
    return answer;
  } catch (error) {
    if (error.name === "AbortError") throw error;
    notice(false);
    throw new Unreachable();
  }
}

async function content(answer) {
  try {
    return await answer.json();
  } catch {
    return {};
  }
}

/** What is at `path`. */
export const get = async (path, signal) => (await send("GET", path, { signal })).json();

/** The answer to a question. */
export const post = async (path, question, signal) =>
  (await send("POST", path, { body: JSON.stringify(question), signal })).json();

/**
 * A line of questions of which only the last counts: asking gives up what was asked before.
 *
 * `ask` gets a signal to hand on. What comes of it is shown by `done` or `failed`, but where another question came
 * between.
 */
export function line() {
  let controller = new AbortController();
  return async (ask, done, failed) => {
    controller.abort();
    const { signal } = (controller = new AbortController());
    try {
      const answer = await ask(signal);
      if (!signal.aborted) done(answer);
    } catch (error) {
      if (error.name === "AbortError" || signal.aborted) return;
      if (!(error instanceof Problem) && !(error instanceof Unreachable)) throw error;
      failed(error);
    }
  };
}
