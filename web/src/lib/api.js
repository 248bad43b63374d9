// Questions to the server. Answers are kept for as long as the page shows them; an error is thrown as its problem detail.

import { signal } from "@preact/signals";

const BASE = "/api/v1";
const KEY = "riftline-token";

/** The token that the address brought along (#token=…) is put away for this tab; whether there was one, which the address is to be rid of. */
export function signIn() {
  const found = /[#&]token=([^&]+)/.exec(location.hash);
  if (found) sessionStorage.setItem(KEY, decodeURIComponent(found[1]));
  return found !== null;
}

/** What the server refused for want of a token, until there is one: {message, had: whether one was given, reading: whether it was a question}. */
export const refused = signal(null);

/** Puts a token away for this tab; null forgets the one there. */
export function keepToken(token) {
  if (token === null) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, token);
}

/** What is thrown where an answer is no success. */
function failed(answer, found, method) {
  const message = found?.detail ?? found?.title ?? answer.statusText;
  if (answer.status === 401 || (answer.status === 403 && /scope/.test(message))) refused.value = { message, had: signedIn(), reading: method === "GET" };
  return Object.assign(new Error(message), { problem: found, status: answer.status });
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
  if (!answer.ok) throw failed(answer, found, options.method ?? "GET");
  return found;
}

/** A file of the server's, fetched with the token: a plain link brings none along. */
export async function file(path, values = {}) {
  const token = sessionStorage.getItem(KEY);
  const answer = await fetch(address(path, values), { headers: token ? { Authorization: `Bearer ${token}` } : {} });
  if (!answer.ok) throw failed(answer, await answer.json().catch(() => null), "GET");
  return answer.blob();
}
