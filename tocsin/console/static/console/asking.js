// The one way in which pages ask the server.

/**
 * Return a whole answer {status, ok, redirected, text}, or null when none came.
 * A link that breaks in the middle throws where the body is read, not where it was asked for: whoever awaits a body
 * outside of this function leaves half its work undone, and a flag of "busy" set for ever.
 */
export async function ask(address, options) {
  try {
    const answer = await fetch(address, options);
    const { status, ok, redirected } = answer;
    return { status, ok, redirected, text: await answer.text() };
  } catch {
    return null;
  }
}

/** Return a page or a part of one as a document. */
export function parse(text) {
  return new DOMParser().parseFromString(text, "text/html");
}
