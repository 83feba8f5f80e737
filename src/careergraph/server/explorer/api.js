/** Questions to the API of this server. */

/** An answer that could not be given: its kind, message and data. */
export class AnswerError extends Error {
  constructor(error) {
    super(error.message);
    this.kind = error.kind;
    this.details = error.details ?? {};
  }
}

const PAGE = "application/vnd.careergraph.page+json";

/** Return an answer; parameters whose value is empty are left out, lists are repeated. */
export async function ask(question, parameters, { page = false, signal } = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== "" && one !== false) query.append(name, one);
    }
  }
  let response;
  try {
    response = await fetch(`/api/v1/${question}?${query}`, {
      signal,
      headers: { Accept: page ? PAGE : "application/json" },
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new AnswerError({
      kind: "NoServer",
      message: "The server does not answer. Is careergraph serve still running?",
    });
  }
  const data = await response.json();
  if (!response.ok) throw new AnswerError(data.error);
  return data;
}
