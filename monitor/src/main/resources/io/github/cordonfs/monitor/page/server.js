// The server: requests with the token, and what it sends by itself.

const KEY = 'cordon.token';
const AGAIN_MS = 2000;

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

let token = sessionStorage.getItem(KEY) ?? '';

// A token in the fragment is not sent to anybody; it is taken out of the address at once.
const inFragment = new URLSearchParams(location.hash.slice(1)).get('token');
if (inFragment) {
  setToken(inFragment);
  history.replaceState(null, '', location.pathname);
}

export function setToken(text) {
  token = text;
  sessionStorage.setItem(KEY, text);
}

export async function request(path, parameters = {}, options = {}) {
  const query = new URLSearchParams(parameters).toString();
  const headers = { 'X-Cordon': '1' };
  if (token) {
    headers.Authorization = 'Bearer ' + token;
  }
  const answer = await fetch(query ? path + '?' + query : path, { ...options, headers });
  if (!answer.ok) {
    let message = answer.statusText;
    try {
      message = (await answer.json()).error ?? message;
    } catch {
      // Not one of the monitor's own answers.
    }
    throw new Refused(answer.status, message);
  }
  return answer;
}

export async function json(path, parameters, options) {
  return (await request(path, parameters, options)).json();
}

export async function bytes(path, parameters, signal) {
  return new Uint8Array(await (await request(path, parameters, { signal })).arrayBuffer());
}

/**
 * Has what the server sends handed to listeners, by the name of the event; connects again and again. What happens
 * while there is no connection is sent to nobody: each time there is one, `connected` asks for what was missed.
 */
export async function listen(listeners, status, connected) {
  let first = true;
  for (;;) {
    const connection = new AbortController();
    try {
      const answer = await request('/api/live', {}, { signal: connection.signal });
      const reading = read(answer.body.getReader(), listeners);
      await Promise.race([connected(first), reading]);
      first = false;
      status('live', true);
      await reading;
      status('the connection was closed', false);
    } catch (error) {
      status(error instanceof Refused ? error.message : 'no connection', false);
      if (error.status === 401) {
        return;
      }
    } finally {
      connection.abort();
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

async function read(reader, listeners) {
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    text += decoder.decode(value, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      deliver(text.slice(0, end), listeners);
      text = text.slice(end + 2);
    }
  }
}

function deliver(message, listeners) {
  let name = '';
  let data = '';
  for (const line of message.split('\n')) {
    if (line.startsWith('event: ')) {
      name = line.slice(7);
    } else if (line.startsWith('data: ')) {
      data += line.slice(6);
    }
  }
  listeners[name]?.(JSON.parse(data));
}

/** Makes an element; text is put in as text. */
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}
