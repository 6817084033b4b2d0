/** Writes that are made once, however often they are sent. */
import { send } from "./api.js";

/**
 * A function like `send` for one thing that is done.
 *
 * The same write, sent again because no answer came, has the same key, so that the server makes it once; another write
 * has another one.
 */
export function writer() {
  let open = null;
  return async (method, path, { body, headers = {}, ...rest } = {}) => {
    if (open?.method !== method || open.path !== path || open.body !== body) {
      open = { method, path, body, key: newKey() };
    }
    const answer = await send(method, path, { body, ...rest, headers: { ...headers, "Idempotency-Key": open.key } });
    open = null;
    return answer;
  };
}

/** Hands an action on to `work` unless it is at work already; `button` can not be pressed meanwhile. */
export async function once(button, work) {
  if (button.disabled) return;
  button.disabled = true;
  try {
    await work();
  } finally {
    button.disabled = false;
  }
}

// randomUUID is only there by https or from this machine.
const newKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
