// A signal's reason: its first sentence says what, the rest why.

const SENTENCE = /^.*?[^.\s][^.\s]\.(?=\s+[\p{Lu}\d“"])/su;

/** The first sentence. */
export function told(signal) {
  return SENTENCE.exec(signal.reason)?.[0] ?? signal.reason;
}

/** What follows it, without the acts that carry it and the remark on thin evidence, which stand elsewhere. */
export function why(signal) {
  return signal.reason.slice(told(signal).length).split(/\s*What carries it: /)[0].trim();
}

/** How strong: a probability where there is one, else the score. */
export function strength(signal) {
  return signal.probability === null ? signal.score.toFixed(1) : `${(100 * signal.probability).toFixed(1)} %`;
}

/** The dyad that a signal is of, with its day; of a tilt the two of one who leans. */
export function dyads(signal) {
  const [one, ...others] = signal.actors;
  return others.map((other) => [one, other]);
}
