// The same data as tables, for people who cannot use a canvas or prefer to read.
import {
  announce,
  classes,
  classOf,
  clean,
  cut,
  el,
  find,
  grades,
  kindOf,
  linkOf,
  links,
  markOf,
  namedFamilies,
  oneLine,
  plural,
  routes,
  seniorities,
  shapeOf,
  substance,
  thingOf,
  things,
} from "./data.js";
import { choose, hasLanes, narrow, stage, state, views } from "./state.js";
import { isMap, medianOf } from "./colours.js";
import { paint } from "./theme.js";
import { lineSwatch, swatch } from "./legend.js";
import { fit, useRoom, whenDrawn } from "./picture.js";
import { evidenceText, pickThing, thingButton } from "./panel.js";
import { showPanel } from "./room.js";
import { drawStory } from "./story.js";

const batch = 300;
// Without a selected column: by class as in the legend, then by importance.
const order = { things: { column: null, down: false }, links: { column: null, down: false } };
const classRank = new Map([...classes.keys()].map((id, index) => [id, index]));

const hasPay = things.some((thing) => medianOf(thing) !== null);
const entryOf = (thing) =>
  oneLine((thing.about?.facts ?? []).find((fact) => fact.name === "education")?.value).replace(/^usually /, "");
const thingColumns = () => [
  [
    "Name",
    (thing) => thing.name,
    (thing) =>
      el(
        "button",
        { type: "button", class: "thing", onclick: () => pickThing(thing) },
        swatch(classOf(thing), shapeOf(thing)),
        el("span", { dir: "auto" }, cut(thing.name, 300)),
      ),
  ],
  ...(new Set(substance.map(classOf)).size > 1 ? [["What it is", (thing) => oneLine(classOf(thing).label)]] : []),
  ...(namedFamilies.size ? [["Family", (thing) => oneLine(namedFamilies.get(thing.family)?.label)]] : []),
  ...(seniorities.size
    ? [
        [
          "Seniority",
          (thing) => seniorities.get(thing.seniority)?.rank ?? null,
          (thing) => oneLine(seniorities.get(thing.seniority)?.label),
        ],
      ]
    : []),
  ...(hasPay
    ? [
        [
          "Median pay",
          medianOf,
          (thing) => (medianOf(thing) === null ? unknown(thing) : `$${medianOf(thing).toLocaleString("en")}`),
        ],
        [
          "Outlook",
          changeOf,
          (thing) =>
            changeOf(thing) === null ? unknown(thing) : `${changeOf(thing) > 0 ? "+" : ""}${changeOf(thing)}%`,
        ],
      ]
    : []),
  ...(!isMap && things.some((thing) => thing.importance !== null)
    ? [["Importance", (thing) => thing.importance, (thing) => percent(thing.importance)]]
    : []),
  ["Links", (thing) => thing.links.filter((link) => link.shown).length],
  hasPay
    ? ["Usual entry", entryOf, (thing) => entryOf(thing) || unknown(thing)]
    : ["What is known", (thing) => factsText(thing.about?.facts), (thing) => cut(factsText(thing.about?.facts), 120)],
];
const linkColumns = () => [
  ["From", (link) => link.from.name, (link) => cut(link.from.name, 200)],
  [
    "Link",
    (link) => oneLine(kindOf(link).label),
    (link) =>
      el(
        "button",
        { type: "button", class: "thing", onclick: () => choose({ edge: link.key, node: null }) },
        lineSwatch(paint(kindOf(link)), link.raw.dashes || null, link.directed),
        oneLine(kindOf(link).label),
      ),
  ],
  ["To", (link) => link.to.name, (link) => cut(link.to.name, 200)],
  ["Evidence", (link) => (link.grade ? `${markOf(link)}${oneLine(grades.get(link.grade).label)}` : "")],
  [
    "What is known",
    (link) => link.name,
    (link) => cut([link.name, factsText(link.about?.facts)].filter(Boolean).join(". "), 120),
  ],
];
// The relative width of each column.
const breadths = {
  Name: 22,
  "What it is": 11,
  Family: 13,
  Seniority: 12,
  Importance: 11,
  Links: 9,
  "Median pay": 12,
  Outlook: 11,
  "Usual entry": 20,
  Stop: 7,
  Role: 20,
  Pay: 24,
  "To the next": 18,
  Learning: 14,
  Time: 14,
  Gap: 7,
  "To learn": 30,
  "What is known": 34,
  From: 18,
  To: 18,
  Link: 17,
  Evidence: 19,
};
// The projected change of employment, as the panel words it.
const changeOf = (thing) => {
  const outlook = (thing.about?.facts ?? []).find((fact) => fact.name === "outlook");
  const found = /([+-]?\d+(?:\.\d+)?)% employment/.exec(outlook?.value ?? "");
  return found ? Number(found[1]) : null;
};
const unknown = (thing) => (thing.class === "role" ? "unknown" : "");
const percent = (share) => (share === null ? "" : `${Math.round(share * 100)}%`);
const factsText = (facts) => (facts ?? []).map((fact) => `${oneLine(fact.name)}: ${oneLine(fact.value)}`).join("; ");

function sortRows(rows, columns, { column, down }) {
  const value = columns.find(([label]) => label === column)?.[1];
  if (!value) {
    const place = (row) => [
      classRank.get((row.from ?? row).class) ?? 99,
      -((row.from ?? row).importance ?? 0),
      (row.from ?? row).name,
    ];
    const smaller = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    return [...rows].sort((a, b) => {
      const [left, right] = [place(a), place(b)];
      return smaller(left[0], right[0]) || smaller(left[1], right[1]) || smaller(left[2], right[2]);
    });
  }
  const known = (row) => value(row) !== null && value(row) !== "";
  const compare = (a, b) => {
    if (known(a) !== known(b)) return known(a) ? -1 : 1;
    const [left, right] = [value(a), value(b)];
    const sign = typeof left === "number" ? left - right : String(left).localeCompare(String(right), "en");
    return down ? -sign : sign;
  };
  return [...rows].sort(compare);
}

// The page's policy would refuse a style attribute, so the width is set by the old attribute.
function widths(columns) {
  const all = columns.reduce((sum, [label]) => sum + breadths[label], 0);
  return el(
    "colgroup",
    {},
    columns.map(([label]) => el("col", { width: `${Math.round((1000 * breadths[label]) / all) / 10}%` })),
  );
}

// Right-aligned, so that one can compare them down the column.
const figures = new Set(["Importance", "Links", "Median pay", "Outlook", "Gap"]);
const cellClass = (label, value) => (figures.has(label) ? "figure" : /\S{30}/.test(value ?? "") ? "long" : null);

// Columns that are empty for all rows are left out.
const filled = (rows, columns) =>
  columns.filter(([, value, show], index) => index === 0 || rows.some((row) => ((show ?? value)(row) ?? "") !== ""));

function table(name, caption, all, every, most) {
  const columns = filled(all, every);
  const rows = sortRows(all, columns, order[name]);
  const body = el("tbody");
  const cell = ([label, value, show], row, index) =>
    el(
      index === 0 ? "th" : "td",
      {
        scope: index === 0 ? "row" : null,
        dir: "auto",
        class: cellClass(label, value(row)),
        "data-name": index === 0 ? null : label,
      },
      (show ?? value)(row) ?? "",
    );
  const append = (from, to) =>
    body.append(
      ...rows.slice(from, to).map((row) =>
        el(
          "tr",
          {},
          columns.map((column, index) => cell(column, row, index)),
        ),
      ),
    );
  append(0, most);
  const header = columns.map(([label]) =>
    el(
      "th",
      {
        scope: "col",
        class: figures.has(label) ? "figure" : null,
        "aria-sort": order[name].column === label ? (order[name].down ? "descending" : "ascending") : null,
      },
      el(
        "button",
        {
          type: "button",
          class: "sort",
          onclick: () => {
            resort(name, label);
          },
        },
        label,
      ),
    ),
  );
  const more = el(
    "button",
    {
      type: "button",
      class: "more",
      onclick: () => {
        append(body.children.length, body.children.length + most);
        more.hidden = body.children.length >= rows.length;
      },
    },
    `Show ${most} more of ${rows.length.toLocaleString("en")}`,
  );
  more.hidden = rows.length <= most;
  return el(
    "div",
    {},
    el(
      "table",
      { id: `table-${name}` },
      el("caption", {}, caption),
      widths(columns),
      el("thead", {}, el("tr", {}, header)),
      body,
    ),
    more,
  );
}

function resort(name, column) {
  order[name] = { column, down: order[name].column === column && !order[name].down };
  drawTables();
  const heads = [...find(`table-${name}`).querySelectorAll("thead button")];
  heads.find((head) => head.textContent === column)?.focus();
}

// One table for each route, in its order.
const stopColumns = () => {
  const bar = (name) => (row) => oneLine((row.stop.bars ?? []).find((fact) => fact.name === name)?.value);
  const link = (row) => linkOf.get(String(row.stop.edge));
  return [
    ["Stop", (row) => row.number],
    ["Role", (row) => row.thing?.name, (row) => (row.thing ? thingButton(row.thing) : "")],
    ["Pay", (row) => oneLine(row.stop.pay?.value)],
    ["To the next", (row) => (link(row) ? evidenceText(link(row)) : "")],
    ["Learning", bar("learning")],
    ["Time", bar("time")],
    ["Gap", bar("gap")],
    [
      "To learn",
      (row) =>
        [
          ...(row.stop.learning ?? []).map(oneLine),
          ...(row.stop.probable ?? []).map((name) => `${oneLine(name)} (probably held)`),
        ].join(", "),
    ],
  ];
};

function routeTable(route, index) {
  const rows = route.stops.map((stop, place) => ({ stop, number: place + 1, thing: thingOf.get(String(stop.node)) }));
  order[`route-${index}`] ??= { column: "Stop", down: false };
  return table(
    `route-${index}`,
    `Route ${index + 1}: ${clean(route.title)}; ${clean(route.summary)}`,
    rows,
    stopColumns(),
    batch,
  );
}

// On paper links have a line each: their details would fill pages. A sentence below names the grades in full.
const briefColumns = () => [
  ...linkColumns().slice(0, 3),
  ["Evidence", (link) => (link.grade ? `${markOf(link)}${oneLine(grades.get(link.grade).label).split(":")[0]}` : "")],
];

export function tablesOf(most, onPaper = false) {
  if (hasLanes) return routes.map(routeTable);
  const nodes = substance.filter((thing) => thing.shown);
  const edges = links.filter((link) => link.shown);
  return [
    table(
      "things",
      `${nodes.length.toLocaleString("en")} of ${plural(substance.length, "thing", "things")} shown`,
      nodes,
      thingColumns(),
      most,
    ),
    table(
      "links",
      `${edges.length.toLocaleString("en")} of ${plural(links.length, "link", "links")} shown`,
      edges,
      onPaper ? briefColumns() : linkColumns(),
      most,
    ),
  ];
}

const drawTables = () => find("tables").replaceChildren(...tablesOf(batch));

// A table needs the room of details that nobody asked for; they come back with the picture.
let hasMadeRoom = false;
function makeRoom(before) {
  const isOpen = !("closed" in document.body.dataset);
  if (state.view === "table" && before?.view !== "table" && isOpen && !state.node && !state.edge) {
    hasMadeRoom = true;
    showPanel(false);
  } else if (state.view !== "table") {
    if (hasMadeRoom && before?.view === "table") showPanel(true);
    hasMadeRoom = false;
  }
}

export function syncView(before) {
  document.body.dataset.view = state.view;
  const shows = (view) => state.view === view;
  find("tables").hidden = !shows("table");
  find("story").hidden = !shows("story");
  find("network").hidden = find("controls").hidden = !shows("picture");
  for (const view of views) find(`show-${view}`).setAttribute("aria-pressed", String(shows(view)));
  if (!narrow.matches) makeRoom(before);
  if (shows("table")) drawTables();
  else find("tables").replaceChildren();
  if (shows("story")) drawStory();
  else find("story").replaceChildren();
  if (shows("picture") && before?.view !== "picture")
    whenDrawn(() => {
      useRoom();
      if (stage.fitted) fit(false);
    });
  if (before && before.view !== state.view) announce(find(`show-${state.view}`).textContent);
}
