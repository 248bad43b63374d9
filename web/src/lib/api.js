// Questions to the server. Answers are kept for as long as the page shows them; an error is thrown as its problem detail.

const BASE = "/api/v1";
const KEY = "riftline-token";

/** The token that the address brought along (#token=…) is put away for this tab; whether there was one, which the address is to be rid of. */
export function signIn() {
  const found = /[#&]token=([^&]+)/.exec(location.hash);
  if (found) sessionStorage.setItem(KEY, decodeURIComponent(found[1]));
  return found !== null;
}

export function signedIn() {
  return sessionStorage.getItem(KEY) !== null;
}

/** The address of a question: values that are null, undefined or "" are left out, lists are repeated. */
export function address(path, values = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const each of Array.isArray(value) ? value : [value]) if (each !== null && each !== undefined && each !== "") query.append(name, each);
  }
  const text = query.toString();
  return `${BASE}${path}${text ? `?${text}` : ""}`;
}

/** The answer to a question. `options`: method, body (sent as JSON), signal. */
export async function ask(path, values = {}, options = {}) {
  const headers = { Accept: "application/json" };
  const token = sessionStorage.getItem(KEY);
  if (token) headers.Authorization = `Bearer ${token}`;
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  const body = options.body === undefined ? undefined : JSON.stringify(options.body);
  const answer = await fetch(address(path, values), { method: options.method ?? "GET", headers, body, signal: options.signal });
  if (answer.status === 204) return null;
  const text = await answer.text();
  const found = text ? JSON.parse(text) : null;
  if (!answer.ok) throw Object.assign(new Error(found?.detail ?? found?.title ?? answer.statusText), { problem: found, status: answer.status });
  return found;
}

/** A file of the server's, fetched with the token: a plain link brings none along. */
export async function file(path, values = {}) {
  const token = sessionStorage.getItem(KEY);
  const answer = await fetch(address(path, values), { headers: token ? { Authorization: `Bearer ${token}` } : {} });
  if (!answer.ok) throw new Error((await answer.json().catch(() => null))?.detail ?? answer.statusText);
  return answer.blob();
}
