/* Every request of the queue's page, and what an answer means: it is there, it was refused, nobody is signed in any
   more, or the service is out of reach. Who asks goes on from there; nothing is ever taken for done that was not. */

/** The session has ended. What was to be sent is still ours to send. */
export class SignedOut extends Error {}

/** Somebody else signed in meanwhile: what was decided before must not go out under their name. */
export class SomebodyElse extends Error {}

/** No answer, or none that means anything: the same may be asked again. */
export class OutOfReach extends Error {}

/** The service understood and said no; its words are the message. */
export class Refused extends Error {}

let token = "";
let who = "";

/** Take over the page's token against forged forms, and who it was drawn for. */
export function begin(form) {
  token = form.elements.csrf_token.value;
  who = form.dataset.who;
}

/** Go on as whoever is signed in now. */
export async function goOnAsWhoever() {
  who = "";
  await renew();
}

/** The JSON at `url`. */
export async function read(url) {
  return (await judged(await reach(url, { headers: { Accept: "application/json" } }))).json();
}

/** The page at `url`, as a document that is not shown. */
export async function page(url) {
  const response = await judged(await reach(url, { headers: { Accept: "text/html" } }));
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/** Post `fields` (pairs) to `url` and read the JSON that answers. A token that a new session made worthless is
    renewed, where the same person is signed in again. */
export async function send(url, fields) {
  return (await judged(await posted(url, fields))).json();
}

/** Post a form of another page: the page that answers, also one that shows the form again and says what is wrong. */
export async function submit(url, fields) {
  const response = await posted(url, fields);
  const drawn = response.headers.get("Content-Type")?.startsWith("text/html") && (response.ok || response.status === 422);
  if (response.redirected || !drawn) await judged(response);
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  return { again: response.status === 422, fresh };
}

async function posted(url, fields) {
  const response = await post(url, fields);
  if (response.status !== 400) return response;
  await renew();
  return post(url, fields);
}

function post(url, fields) {
  const body = new URLSearchParams(fields);
  body.set("csrf_token", token);
  return reach(url, { method: "POST", body, headers: { Accept: "application/json" } });
}

async function renew() {
  const form = (await page(location.pathname)).getElementById("desk");
  if (who && form.dataset.who !== who) throw new SomebodyElse("Somebody else is signed in here now.");
  begin(form);
}

async function reach(url, options) {
  try {
    return await fetch(url, options);
  } catch {
    throw new OutOfReach("The service cannot be reached.");
  }
}

async function judged(response) {
  if (response.status === 401 || (response.redirected && new URL(response.url).pathname.endsWith("/sign-in")))
    throw new SignedOut("You are signed out.");
  if (response.ok) return response;
  if (response.status >= 500 || response.status === 429) throw new OutOfReach("The service does not answer as it should.");
  const told = await response.json().catch(() => ({}));
  throw new Refused(told.detail || `The service refused this (${response.status}).`);
}
