// The legend explains colours, shapes, lines and sizes, and filters by each of them.
import { clean, cut, el, find, links, namedFamilies, oneLine, page, shapeOf, substance, things } from "./data.js";
import { choose, countEach, filters, isCounted, resetFilters, showOnly, state, toggle } from "./state.js";
import { openSheet } from "./room.js";
import { colourings, groupsOf, isMap } from "./colours.js";
import { ownShapes, paint, theme } from "./theme.js";

export const shapeDrawings = {
  dot: (fill) => el("svg:circle", { cx: 8, cy: 8, r: 6, fill }),
  diamond: (fill) => el("svg:path", { d: "M8 1 15 8 8 15 1 8Z", fill }),
  square: (fill) => el("svg:rect", { x: 2.5, y: 2.5, width: 11, height: 11, fill }),
  triangle: (fill) => el("svg:path", { d: "M8 1.5 15 14H1Z", fill }),
  triangleDown: (fill) => el("svg:path", { d: "M8 14.5 1 2H15Z", fill }),
  hexagon: (fill) => el("svg:path", { d: "M4.5 2h7L15 8l-3.5 6h-7L1 8Z", fill }),
  star: (fill) => el("svg:path", { d: "M8 1L9.9 5.6 15 6 11.1 9.2 12.3 14 8 11.4 3.7 14 4.9 9.2 1 6 6.1 5.6Z", fill }),
  text: (fill) => el("svg:path", { d: "M2 3h12v2.5h-4.7V14H6.7V5.5H2Z", fill }),
  box: (stroke) =>
    el("svg:rect", { x: 1.5, y: 4, width: 13, height: 8, rx: 2, fill: "none", stroke, "stroke-width": 1.8 }),
};

export function swatch(one, shape) {
  const draw = shapeDrawings[shape] ?? shapeDrawings[ownShapes.has(shape) ? "dot" : "box"];
  return el("svg:svg", { class: "swatch", viewBox: "0 0 16 16", "aria-hidden": "true" }, draw(paint(one)));
}

export function lineSwatch(colour, dashes, arrow) {
  return el(
    "svg:svg",
    { class: "swatch line", viewBox: "0 0 32 16", "aria-hidden": "true" },
    el("svg:path", {
      d: `M1 8H${arrow ? 25 : 31}`,
      stroke: colour,
      "stroke-width": 2.2,
      "stroke-dasharray": dashes ? dashes.join(" ") : null,
    }),
    arrow ? el("svg:path", { d: "M24 4l7 4-7 4Z", fill: colour }) : null,
  );
}

// The number of each, so that the legend leaves out empty lines.
function tally(name) {
  const counts = new Map();
  for (const one of ["k", "g"].includes(name) ? links.filter(isCounted) : substance) {
    const id = filters[name].of(one);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

function legendGroup(name, caption, sample, { folded = false, note = null } = {}) {
  const counts = tally(name);
  const present = [...filters[name].values.values()].filter((one) => counts.has(one.id) && one.shape !== "text");
  if (present.length === 0 || (folded && present.length < 2)) return null;
  const rows = present.map((one) =>
    el(
      "li",
      {},
      el(
        "label",
        {},
        el("input", {
          type: "checkbox",
          checked: true,
          "data-filter": name,
          "data-id": one.id,
          onchange: (event) => toggle(name, one.id, !event.target.checked),
        }),
        sample ? sample(one) : null,
        legendText(one),
        el("span", { class: "count" }, numeral(counts.get(one.id))),
      ),
      present.length > 1
        ? el(
            "button",
            {
              type: "button",
              class: "only",
              "aria-label": `Only ${oneLine(one.label)}`,
              onclick: () => showOnly(name, one.id),
            },
            "only",
          )
        : null,
    ),
  );
  const list = el("ul", {}, rows);
  const text = note ? el("p", { class: "note" }, note) : null;
  return folded
    ? el(
        "details",
        { class: "group" },
        el("summary", {}, `${caption} `, el("span", { class: "count" }, String(present.length))),
        list,
        text,
      )
    : el("section", { class: "group" }, el("h2", {}, caption), list, text);
}

// "observed: counted in real careers" is a name and what it means.
function legendText(one) {
  const [name, ...meaning] = oneLine(one.label).split(": ");
  return el(
    "span",
    { class: "label", dir: "auto" },
    `${one.mark ?? ""}${cut(name, 80)}`,
    meaning.length ? el("small", {}, cut(meaning.join(": "), 160)) : null,
  );
}

const numeral = (count) => (count ?? 0).toLocaleString("en");
const countShown = (members) => [...members].filter((thing) => thing.shown).length;

// Counts follow the filters.
function syncCounts() {
  const legend = find("legend");
  const counts = new Map(Object.keys(filters).map((name) => [name, countEach(name)]));
  for (const box of legend.querySelectorAll("[data-filter]"))
    box.closest("label").querySelector(".count").textContent = numeral(
      counts.get(box.dataset.filter).get(box.dataset.id),
    );
  const groups = isMap ? groupsOf(state.colour) : [];
  for (const [index, count] of legend.querySelectorAll(".colours .count").entries())
    count.textContent = numeral(countShown(groups[index].members));
}

// The meaning of a map's colours, and the choice of another one.
function colourGroup() {
  if (!isMap) return null;
  const select = el(
    "select",
    {
      id: "colour",
      "aria-label": "Colour roles by",
      onchange: (event) => choose({ colour: event.target.value }, { replace: true }),
    },
    Object.entries(colourings).map(([id, label]) => el("option", { value: id, selected: id === state.colour }, label)),
  );
  const rows = groupsOf(state.colour).map(({ name, hue, members }) =>
    el(
      "li",
      {},
      swatch({ color: hue[0], dark: hue[1] }, "dot"),
      el("span", { class: "label", dir: "auto" }, name),
      el("span", { class: "count" }, numeral(countShown(members))),
    ),
  );
  const list = el("ul", { class: "colours" }, rows);
  return el(
    "section",
    { class: "group" },
    el("h2", {}, "Colour by ", select),
    state.colour === "family"
      ? el("details", {}, el("summary", {}, `${groupsOf("family").length} families`), list)
      : list,
  );
}

function importanceSlider() {
  const known = [...things, ...links].some((one) => one.importance !== null);
  if (!known) return null;
  const output = el("output", { id: "least-value", for: "least" });
  const input = el("input", {
    id: "least",
    type: "range",
    min: 0,
    max: 100,
    step: 5,
    value: 0,
    oninput: (event) => choose({ min: Number(event.target.value) / 100 }, { replace: true }),
  });
  return el(
    "section",
    { class: "group" },
    el("h2", {}, el("label", { for: "least" }, isMap ? "Leave out roles with few moves" : "Importance at least")),
    el("div", { class: "range" }, input, output),
    el(
      "p",
      { class: "note" },
      isMap
        ? "At 75%, only the quarter of the roles with the most moves is shown."
        : "Things without a known importance are always shown.",
    ),
  );
}

// On a map of both, the marks tell roles from occupations.
const grey = { color: "#5b636e", dark: "#a4abb6" };
export const marksOfMap = () =>
  isMap && things.some((thing) => thing.class === "role" && shapeOf(thing) === "square")
    ? [
        { ...grey, shape: "dot", label: "role" },
        { ...grey, shape: "square", label: "occupation" },
      ]
    : [];

// While the legend is folded away, shapes and lines are named above the picture.
function drawKey() {
  const classesDrawn = [...filters.c.values.values()].filter((one) => tally("c").has(one.id) && one.shape !== "text");
  const kindsDrawn = [...filters.k.values.values()].filter((one) => tally("k").has(one.id));
  const gradesDrawn = [...filters.g.values.values()].filter((one) => tally("g").has(one.id));
  const shortGrade = (one) => `${one.mark ?? ""}${oneLine(one.label).split(":")[0]}`;
  const item = (sample, one) => el("li", {}, sample, el("span", { dir: "auto" }, cut(oneLine(one.label), 30)));
  const colours = isMap && state.colour === "pay" ? groupsOf("pay") : [];
  find("key").replaceChildren(
    ...marksOfMap().map((one) => item(swatch(one, one.shape), one)),
    ...(colours.length ? [el("li", {}, "median pay:")] : []),
    ...colours.map(({ name, hue }) =>
      item(swatch({ color: hue[0], dark: hue[1] }, "dot"), { label: name.replace(/ a year.*|pay /g, "") }),
    ),
    ...(isMap ? [] : classesDrawn.map((one) => item(swatch(one, one.shape), one))),
    ...kindsDrawn.slice(0, 6).map((one) => item(lineSwatch(paint(one), null, one.arrow), one)),
    ...gradesDrawn.map((one) => item(lineSwatch(theme().soft, one.dashes, false), { label: shortGrade(one) })),
  );
}

export function drawLegend() {
  drawKey();
  const ink = () => theme().soft;
  const editorial = page.grades?.some((one) => one.mark) ? "~ marks our own judgement and what is computed." : null;
  find("legend").replaceChildren(
    el(
      "div",
      { class: "legend-head" },
      el("h2", {}, "Legend and filters"),
      el(
        "button",
        { type: "button", class: "close", "aria-label": "Close the filters", onclick: () => openSheet(null) },
        "×",
      ),
    ),
    ...[
      colourGroup(),
      // On a map of roles only, colours have another meaning.
      isMap && substance.every((thing) => thing.class === "role")
        ? null
        : legendGroup("c", "What it is", (one) => swatch(one, one.shape)),
      marksOfMap().length ? el("p", { class: "note" }, "Dots are roles, squares are occupations.") : null,
      page.size ? el("p", { class: "note size" }, sizeSwatch(), el("span", { dir: "auto" }, clean(page.size))) : null,
      legendGroup("k", "How it is linked", (one) => lineSwatch(paint(one), null, one.arrow)),
      legendGroup("g", "How we know", (one) => lineSwatch(ink(), one.dashes, false), { note: editorial }),
      legendGroup("s", "Seniority", null, { folded: true }),
      namedFamilies.size ? legendGroup("f", "Family", null, { folded: true }) : null,
      importanceSlider(),
    ].filter(Boolean),
    el("button", { type: "button", id: "reset", hidden: true, onclick: resetFilters }, "Reset filters"),
  );
}

function sizeSwatch() {
  const fill = theme().soft;
  return el(
    "svg:svg",
    { class: "swatch wide", viewBox: "0 0 34 16", "aria-hidden": "true" },
    ...[
      [3, 2],
      [12, 4.5],
      [26, 7],
    ].map(([cx, r]) => el("svg:circle", { cx, cy: 8, r, fill })),
  );
}

export function syncLegend() {
  syncCounts();
  for (const box of find("legend").querySelectorAll("[data-filter]")) {
    box.checked = !state.hide[box.dataset.filter].has(box.dataset.id);
  }
  const least = find("least");
  if (least) {
    least.value = String(Math.round(state.min * 100));
    find("least-value").textContent = `${Math.round(state.min * 100)}%`;
    least.setAttribute("aria-valuetext", find("least-value").textContent);
  }
  const count = Object.values(state.hide).reduce((sum, ids) => sum + ids.size, 0) + (state.min > 0 ? 1 : 0);
  find("reset").hidden = count === 0;
  find("open-legend").textContent = count ? `Filters (${count})` : "Filters";
}
