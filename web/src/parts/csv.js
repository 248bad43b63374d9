// Tables as CSV, and how their cells are ordered.

/** A cell for a spreadsheet: quoted where it must be, and never a formula. */
export function cell(value) {
  let text = value === null || value === undefined ? "" : String(value);
  if (typeof value !== "number" && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Lines of what is saved: `columns` are {title, value(row)}. */
export function csv(columns, rows) {
  const lines = [columns.map(({ title }) => cell(title)), ...rows.map((row) => columns.map(({ value }) => cell(value(row))))];
  return lines.map((each) => each.join(",")).join("\r\n");
}

/** For sorting: numbers by size, all else as words; what is missing comes last. */
export function compare(a, b) {
  if (a === b) return 0;
  if (a === null || a === undefined || a === "") return 1;
  if (b === null || b === undefined || b === "") return -1;
  return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en");
}
