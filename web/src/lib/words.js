// How days, numbers and types are told.
import { utcFormat, utcParse } from "d3-time-format";

const long = utcFormat("%-d %B %Y");
const parse = utcParse("%Y-%m-%d");
/** Made once: toLocaleString looks the language up each time, which a map of many marks feels. */
const inEnglish = new Intl.NumberFormat("en");
export const FRICTION = new Set(["ACCUSE", "REJECT", "REQUEST", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"]);
export const COOPERATION = new Set(["AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"]);

export function asDate(iso) {
  return iso ? parse(iso.slice(0, 10)) : null;
}

export function day(iso) {
  const found = asDate(iso);
  return found ? long(found) : "no date";
}

/** A day or two: {start, end}. */
export function days(interval) {
  if (!interval?.start) return "no date";
  return interval.end && interval.end !== interval.start ? `${day(interval.start)} to ${day(interval.end)}` : day(interval.start);
}

export function percent(share, places = 0) {
  return share === null || share === undefined ? "–" : `${(100 * share).toFixed(places)} %`;
}

export function number(value) {
  return value === null || value === undefined ? "–" : inEnglish.format(value);
}

export function count(n, one, several = `${one}s`) {
  return `${number(n)} ${n === 1 ? one : several}`;
}

/** "friction", "cooperation", or "" for an act without a PLOVER type. */
export function tone(type) {
  return FRICTION.has(type) ? "friction" : COOPERATION.has(type) ? "cooperation" : "";
}
