/** Roles side by side: pay on one scale, levels as dots, and equal neighbouring cells merged. */

import { make, showBlocks } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
const LEVELS = ["basic", "working", "expert"];
const FIRST = 16;

/** Return the comparison from the API, in the words of its page. */
export function showComparison({ sides }, blocks) {
  const labels = sides.map((side) => side.role.label);
  const body = blocks[0].heading === undefined ? blocks : blocks.slice(1);
  const hasItems = body.some((block) => block.rows?.some((row) => row.some(isLevel)));
  return make(
    "section",
    { class: "sheet comparison" },
    make("h2", {}, labels.length > 2 ? `Comparison of ${labels.length} roles` : `Comparison: ${labels.join(", ")}`),
    payPicture(sides),
    hasItems ? make("p", { class: "note" }, "Dots are levels: ●○○ basic, ●●○ working, ●●● expert.") : null,
    ...body.flatMap((block) => (block.rows === undefined ? showBlocks([block]) : compareTable(block, labels.length))),
  );
}

const isLevel = (cell) => LEVELS.includes(cell);

function dots(level) {
  const count = LEVELS.indexOf(level) + 1;
  return make("span", { class: "dots", "aria-hidden": "true" }, "●".repeat(count) + "○".repeat(LEVELS.length - count));
}

function levelCell(text) {
  if (text === "-") return make("td", {}, make("span", { class: "note" }, "not required"));
  return isLevel(text) ? make("td", {}, make("span", {}, dots(text), ` ${text}`)) : make("td", { class: "note" }, text);
}

/** Name the roles of each cell: on a phone a row is a card, without the head of the table. */
function nameCells(cells, names) {
  let place = 0;
  for (const cell of cells) {
    cell.dataset.roles = names.slice(place, place + cell.colSpan).join(", ");
    place += cell.colSpan;
  }
  return cells;
}

/** Return the cells of one row; equal neighbours become one cell. */
function mergedCells(cells) {
  const found = [];
  for (const text of cells) {
    const last = found.at(-1);
    if (last?.textContent === text) last.colSpan += 1;
    else found.push(make("td", {}, text));
  }
  return found;
}

function compareTable({ header, rows }, count) {
  const hasLevels = rows.some((row) => row.some(isLevel));
  const names = header.slice(1);
  const head = make("tr", {}, make("td"), ...names.map((name) => make("th", { scope: "col" }, name)));
  const lines = rows.map(([name, ...texts]) => {
    const cells = nameCells(hasLevels ? texts.map(levelCell) : mergedCells(texts), names);
    return make("tr", {}, make("th", { scope: "row" }, name), ...cells);
  });
  const rest = hasLevels ? lines.slice(FIRST) : [];
  for (const line of rest) line.hidden = true;
  const table = make(
    "table",
    { class: hasLevels ? "levels" : null },
    make("thead", {}, head),
    make("tbody", {}, ...lines),
  );
  table.style.setProperty("--roles", count);
  const box = make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Table" }, table);
  if (!rest.length) return [box];
  const more = make("button", { type: "button" }, `Show ${rest.length} more item${rest.length === 1 ? "" : "s"}`);
  more.addEventListener("click", () => {
    for (const line of rest) line.hidden = false;
    more.remove();
    box.focus();
  });
  return [box, more];
}

/** Return the pay of all roles on one scale, for the country and period for which most of it is known. */
function payPicture(sides) {
  const bands = sides.flatMap((side) => side.pay.filter((band) => band.p10 !== null && band.p90 !== null));
  const key = (band) => [band.area, band.country, band.period, band.duration, band.currency].join();
  const groups = bands.map((band) => bands.filter((other) => key(other) === key(band)));
  const [most] = groups.sort((a, b) => b.length - a.length);
  if (!most || most.length < 2) return null;
  const { area, country, currency } = most[0];
  const money = new Intl.NumberFormat("en", { style: "currency", currency, maximumFractionDigits: 0 });
  const end = Math.max(...most.map((band) => band.p90));
  const lines = sides.map((side) => {
    const band = side.pay.find((one) => most.includes(one));
    const text = !band?.median ? "unknown" : `median ${money.format(band.median)}`;
    const wider = band?.is_part && band.occupation ? `all ${band.occupation.toLowerCase()}` : "";
    return make(
      "li",
      {},
      make("span", {}, side.role.label),
      payBar(band, end),
      make("span", {}, text, make("span", { class: "note" }, wider ? ` (${wider})` : "")),
    );
  });
  return make(
    "figure",
    { class: "pay" },
    make("figcaption", {}, `Pay (${area ?? country}): ${money.format(0)} to ${money.format(end)} on one scale`),
    make("ul", {}, ...lines),
    make(
      "p",
      { class: "note" },
      "Bars reach from the 10th to the 90th percentile; the dark part is the middle half, the line the median.",
    ),
  );
}

function payBar(band, end) {
  const picture = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({
    viewBox: "0 0 100 8",
    preserveAspectRatio: "none",
    "aria-hidden": true,
  }))
    picture.setAttribute(name, value);
  const part = (from, to, shade) => {
    const piece = document.createElementNS(SVG, "rect");
    const place = { x: (100 * from) / end, y: 0, width: (100 * (to - from)) / end, height: 8, class: shade };
    for (const [name, value] of Object.entries(place)) piece.setAttribute(name, value);
    picture.append(piece);
  };
  part(0, end, "ground");
  if (band) part(band.p10, band.p90, "range");
  if (band && band.p25 !== null && band.p75 !== null) part(band.p25, band.p75, "middle");
  if (band?.median) part(band.median - end / 200, band.median + end / 200, "median");
  return picture;
}
