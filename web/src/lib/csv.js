// Comma-separated values of what is seen, made in the page.

/** A cell: quoted where it must be; what a spreadsheet would take for a formula gets an apostrophe in front. */
function cell(value) {
  let text = value === null || value === undefined ? "" : String(value);
  if (typeof value !== "number" && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csv(rows) {
  return rows.map((row) => row.map(cell).join(",")).join("\n") + "\n";
}
