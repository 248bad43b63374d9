// Words that must fit into a width, and codes of actors in an address.

/** The text, cut with an ellipsis where it would be wider than so many pixels (6.2 a letter at 12 px). */
export function clipped(text, width, letter = 6.2) {
  const most = Math.floor(width / letter);
  if (text.length <= most) return text;
  return most < 2 ? "" : `${text.slice(0, most - 1)}…`;
}

/** A share with its 95 % interval by Wilson's score (JASA 22, 1927), null where there is nothing. */
export function wilson(yes, of, z = 1.96) {
  if (!of) return null;
  const share = yes / of;
  const middle = (share + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return { share, low: Math.max(0, middle - half), high: Math.min(1, middle + half), of };
}
