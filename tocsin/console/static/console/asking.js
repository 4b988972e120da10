// The one way in which pages ask the server.
const SILENCE = 30000;

/**
 * Return a whole answer {status, ok, redirected, text}, or null when none came, or when it fell silent on its way.
 * A link that breaks in the middle throws where the body is read, not where it was asked for: whoever awaits a body
 * outside of this function leaves half its work undone, and a flag of "busy" set for ever. So does a link that goes
 * without a word, as those of phones do: the browser itself would wait for many minutes.
 */
export async function ask(address, options) {
  const giving = new AbortController();
  let silence = 0;
  const hear = () => {
    clearTimeout(silence);
    silence = setTimeout(() => giving.abort(), SILENCE);
  };
  try {
    hear();
    const answer = await fetch(address, { ...options, signal: giving.signal });
    const { status, ok, redirected } = answer;
    return { status, ok, redirected, text: await textOf(answer, hear) };
  } catch {
    return null;
  } finally {
    clearTimeout(silence);
  }
}

/** Return a page or a part of one as a document. */
export function parse(text) {
  return new DOMParser().parseFromString(text, "text/html");
}

/** A slow link is not a silent one: each piece that comes is heard. */
async function textOf(answer, hear) {
  const words = new TextDecoder();
  const pieces = answer.body?.getReader();
  let text = "";
  for (let next = await pieces?.read(); next && !next.done; next = await pieces.read()) {
    hear();
    text += words.decode(next.value, { stream: true });
  }
  return text + words.decode();
}
