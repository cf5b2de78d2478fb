/** The client of the service's JSON: no cookies, no referrer, one kind of error for each way a request can end. */

export const PATIENCE_MS = 20000;

/** The service understood and said no: an RFC 9457 document. `fields` maps dotted paths to lists of messages. */
export class Problem extends Error {
  constructor(status, document) {
    super(document.detail || document.title || `HTTP ${status}`);
    this.status = status;
    this.slug = document.slug ?? "";
    this.fields = document.fields ?? {};
    this.notice = document.notice ?? null;
    this.challenge = document.challenge ?? null;
  }
}

/** Nobody knows whether it arrived: no network, no answer in time, or the service is down (5xx). */
export class Unreachable extends Error {}

export class Api {
  /** `base`: the URL the script came from, up to its last slash. */
  constructor(base, site) {
    this.root = new URL(`api/v1/sites/${encodeURIComponent(site)}/`, base).href;
  }

  async call(path, { method, body, bearer, key, query } = {}) {
    const url = new URL(this.root + path.map(encodeURIComponent).join("/"));
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.append(name, value);
    const headers = {};
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (bearer) headers.Authorization = `Bearer ${bearer}`;
    if (key) headers["Idempotency-Key"] = key;
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
    try {
      const { signal } = patience;
      const alone = { credentials: "omit", referrerPolicy: "no-referrer" };
      return await read(await fetch(url, { method, headers, body, signal, ...alone }));
    } catch (error) {
      throw error instanceof Problem ? error : new Unreachable();
    } finally {
      clearTimeout(timer);
    }
  }

  thread(query) {
    return this.call(["comments"], { query });
  }

  notice(page, lang) {
    return this.call(["notice"], { query: { page, lang } });
  }

  /** The exact manifest of a notice that was in force once. */
  archivedNotice(sha256) {
    return this.call(["notices", sha256]);
  }

  /** `payload` is the exact JSON text, because the key is bound to it. */
  post(payload, key) {
    return this.call(["comments"], { method: "POST", body: payload, key });
  }

  /** One comment with its edit token: read it, `PATCH` it with `changes`, or `DELETE` it. */
  own(id, bearer, method, changes) {
    return this.call(["comments", id], { method, bearer, body: JSON.stringify(changes) });
  }

  /** The file that shows others what was recorded; right after an event it holds the promise, soon the proof. */
  evidence({ id, secret }) {
    return this.call(["consents", id, "receipt"], { bearer: secret });
  }

  withdraw({ id, secret }, purpose) {
    const body = JSON.stringify({ type: "withdrawn", purpose });
    return this.call(["consents", id, "events"], { method: "POST", bearer: secret, body });
  }
}

async function read(answer) {
  if (answer.status >= 500) throw new Unreachable();
  if (answer.ok) return answer.json();
  let document = {};
  try {
    document = await answer.json();
  } catch {
    // Something between us and the service answered in its own words; the status is all there is.
  }
  throw new Problem(answer.status, document ?? {});
}
