// The only way to the server: JSON by POST. What goes wrong is a Failure with words for the person at the page.

export class Failure extends Error {
  constructor(message, status, more = {}) {
    super(message);
    this.status = status; // 0: there was no answer
    this.more = more;
  }
}

export async function ask(what, body = {}, signal = undefined) {
  let response;
  try {
    response = await fetch(`/api/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure("artlint review has ended or cannot be reached. Your text is still on this page: copy it before you close it.", 0);
  }
  if (response.status === 403 && !response.headers.get("Content-Type").includes("json")) {
    throw new Failure("This page belongs to an earlier run. Copy what you need, and open the address that artlint review printed last.", 0);
  }
  const answer = await response.json().catch((error) => {
    if (error.name === "AbortError") throw error;
    if (response.ok) throw new Failure("The answer of artlint review was cut off. Your text is still on this page.", 0);
    return {};
  });
  if (!response.ok) throw new Failure(answer.message || "Something went wrong in artlint.", response.status, answer);
  return answer;
}
