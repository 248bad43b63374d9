// Borders and areas that are disputed, by generally known facts: the map says so where its shapes take a side. `shape` is the ISO number or the
// name of a shape of the world's; where it has none, a circle of `degrees` around a point stands for the area.

export const DISPUTED = [
  { name: "Kashmir", lat: 34.6, lon: 75.6, degrees: 2.2, who: "India and Pakistan each claim it whole; a line of control divides it" },
  { name: "Aksai Chin", lat: 35.2, lon: 79.3, degrees: 1.2, who: "held by China, claimed by India" },
  { name: "Arunachal Pradesh", lat: 28.2, lon: 94.7, degrees: 1.7, who: "held by India, claimed by China" },
  { name: "Western Sahara", shape: "732", lat: 24.5, lon: -13.5, who: "held mostly by Morocco, claimed by the Polisario Front" },
  { name: "Crimea", lat: 45.3, lon: 34.3, degrees: 1.3, from: "2014-02-27", who: "Ukraine's by most states; held by Russia since 2014" },
  { name: "Donetsk and Luhansk", lat: 48.3, lon: 38.3, degrees: 1.2, from: "2014-04-06",
    who: "Ukraine's by most states; held in part or whole by Russia" },
  { name: "Zaporizhzhia and Kherson", lat: 46.9, lon: 34.9, degrees: 1.1, from: "2022-02-24",
    who: "Ukraine's by most states; held in part by Russia" },
  { name: "Nagorno-Karabakh", lat: 39.9, lon: 46.6, degrees: 0.7, until: "2023-09-20",
    who: "Azerbaijan's by most states; held by Armenians until September 2023" },
  { name: "Golan Heights", lat: 33.0, lon: 35.8, degrees: 0.35, from: "1967-06-10", who: "held by Israel, Syria's by most states" },
  { name: "Palestinian territories", shape: "275", lat: 31.9, lon: 35.2, who: "occupied by Israel since 1967; a state to most states" },
  { name: "Taiwan", shape: "158", lat: 23.7, lon: 121, who: "governed from Taipei, claimed by China" },
  { name: "Kosovo", shape: "Kosovo", lat: 42.6, lon: 20.9, from: "2008-02-17", who: "a state to about half of all states, claimed by Serbia" },
  { name: "Northern Cyprus", shape: "N. Cyprus", lat: 35.3, lon: 33.4, from: "1974-07-20", who: "Cyprus's by all states but Turkey" },
  { name: "Somaliland", shape: "Somaliland", lat: 9.6, lon: 46, from: "1991-05-18", who: "governs itself; Somalia's by most states" },
  { name: "Abkhazia", lat: 43.1, lon: 41.0, degrees: 0.7, from: "1992-08-14", who: "Georgia's by most states; Russian troops stand there" },
  { name: "South Ossetia", lat: 42.3, lon: 44.1, degrees: 0.5, from: "1991-01-05", who: "Georgia's by most states; Russian troops stand there" },
  { name: "Transnistria", lat: 47.2, lon: 29.3, degrees: 0.6, from: "1990-09-02",
    who: "Moldova's by all states; governs itself, Russian troops stand there" },
  { name: "Essequibo", lat: 5.3, lon: -59.4, degrees: 2.2, who: "held by Guyana, claimed by Venezuela" },
  { name: "Falkland Islands (Malvinas)", shape: "238", lat: -51.8, lon: -59.5, who: "held by the United Kingdom, claimed by Argentina" },
  { name: "Southern Kurils (Northern Territories)", lat: 44.3, lon: 147, degrees: 1.2, who: "held by Russia, claimed by Japan" },
  { name: "Spratly Islands", lat: 9.5, lon: 114, degrees: 2.5,
    who: "claimed in part or whole by China, Vietnam, the Philippines, Malaysia, Taiwan and Brunei" },
  { name: "Paracel Islands", lat: 16.5, lon: 112, degrees: 1, who: "held by China, claimed by Vietnam and Taiwan" },
  { name: "Senkaku (Diaoyu) Islands", lat: 25.8, lon: 123.6, degrees: 0.5, who: "held by Japan, claimed by China and Taiwan" },
  { name: "Dokdo (Takeshima)", lat: 37.2, lon: 131.9, degrees: 0.4, who: "held by South Korea, claimed by Japan" },
  { name: "Abyei", lat: 9.6, lon: 28.4, degrees: 0.7, from: "2011-07-09", who: "claimed by Sudan and South Sudan" },
  { name: "Halaib Triangle", lat: 22.3, lon: 35.7, degrees: 0.8, who: "held by Egypt, claimed by Sudan" },
  { name: "Ilemi Triangle", lat: 5, lon: 35.4, degrees: 0.5, who: "held by Kenya, claimed by South Sudan and Ethiopia" },
];

/** Those that were disputed on some day between the two (ISO); an end that is left out is open. */
export function disputedIn(from, to) {
  return DISPUTED.filter((each) => (!each.until || !from || from <= each.until) && (!each.from || !to || to >= each.from));
}
