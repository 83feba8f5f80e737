// The picture as a list: routes as lanes, a role at a glance, else names under their headings.
import { classOf, el, find, isCaption, kinds, oneLine, otherEnd, page, plural, sources, things } from "./data.js";
import { hasLanes } from "./state.js";
import { hueOf, inThousands, isMap, medianOf } from "./colours.js";
import { sourceList } from "./facts.js";
import { more, noticeList, roleContent, subject, thingButton } from "./panel.js";
import { lanes, syncLanes } from "./lanes.js";
import { familyStrips } from "./strips.js";

function storyContent() {
  if (hasLanes) return [noticeList(), ...lanes()];
  if (subject?.about?.facts?.length) return [glance(), ...roleContent(subject), noticeList(), allSources()];
  const lists = { ladder: levelLists, skill: headedLists }[page.kind] ?? (isMap ? mapLists : nameLists);
  return [...lists(), allSources()];
}

export const glance = () => el("h2", { class: "unseen" }, "At a glance");

const allSources = () =>
  sourceList(
    sources.map((_, index) => index),
    false,
  );

const mapLists = () => [
  familyStrips((thing) => {
    const pay = medianOf(thing);
    const colours = { color: hueOf(thing, "light"), dark: hueOf(thing, "dark") };
    return el(
      "li",
      {},
      thingButton(thing, colours),
      el("span", { class: "note figure" }, pay === null ? "unknown" : inThousands(pay)),
    );
  }),
];

// What a query found, by class: the things with the most links first.
const mostRows = 20;
function nameLists() {
  const groups = new Map();
  for (const thing of things) {
    if (!thing.shown || isCaption(thing)) continue;
    const name = nameOfMany(classOf(thing));
    groups.set(name, [...(groups.get(name) ?? []), thing]);
  }
  const counts = new Map(things.map((thing) => [thing, linksShown(thing).length]));
  const most = Math.max(1, ...counts.values());
  const row = (thing) =>
    el("li", { class: "counted" }, thingButton(thing), countBar(counts.get(thing), most), linkNotes(thing));
  const order = (a, b) => counts.get(b) - counts.get(a) || a.name.localeCompare(b.name, "en");
  return [...groups].map(([name, list]) => nameList(name, list.sort(order).map(row), groups.size <= 4, mostRows));
}

const linksShown = (thing) => thing.links.filter((link) => link.shown);

const nameOfMany = ({ id, label }) =>
  ({ resource: "courses and books", literal: "texts and numbers", other: "other things" })[id] ?? `${label}s`;

// The number of links, also as a bar.
const countBar = (count, most) =>
  el(
    "span",
    { class: "count", title: plural(count, "link", "links") },
    el(
      "svg:svg",
      { class: "count-bar", "aria-hidden": "true" },
      el("svg:rect", { width: `${Math.round((100 * count) / most)}%`, height: "100%", rx: 2 }),
    ),
    String(count),
  );

// The lines of a query's thing in words, in both directions.
const mostNamed = 4;
function linkNotes(thing) {
  const byKind = new Map();
  for (const link of linksShown(thing)) {
    const isIncoming = link.directed && link.to === thing;
    const key = `${isIncoming} ${link.kind}`;
    const note = byKind.get(key) ?? { isIncoming, kind: oneLine(kinds.get(link.kind)?.label), names: [] };
    note.names.push(otherEnd(link, thing).name);
    byKind.set(key, note);
  }
  return [...byKind.values()].map(({ isIncoming, kind, names }) => {
    const rest = names.length - mostNamed;
    const named = rest > 1 ? `${names.slice(0, mostNamed).join(", ")} and ${rest} more` : names.join(", ");
    const word = el("span", { class: "kind" }, isIncoming ? "from" : kind);
    return el("p", { class: "note", dir: "auto" }, word, ` ${named}`, isIncoming && kinds.size > 1 ? `: ${kind}` : "");
  });
}

const nameList = (name, rows, open, most = rows.length) =>
  el(
    "details",
    { class: "links", open },
    el("summary", {}, oneLine(name), " ", el("span", { class: "count" }, String(rows.length))),
    el("ul", {}, rows.slice(0, most)),
    rows.length > most ? more(`${rows.length - most} more`, [el("ul", {}, rows.slice(most))]) : null,
  );

// Beside the name: how much a role requires the skill; other skills that do as well are below.
function askedRow(thing) {
  const [asked] = thing.links.find((link) => link.kind === "requires")?.about?.facts ?? [];
  if (thing.class !== "role" || !asked) return el("li", {}, thingButton(thing));
  const [level, ...others] = oneLine(asked.value).split("; ");
  return el(
    "li",
    { class: "counted" },
    thingButton(thing),
    el("span", { class: "note" }, level),
    others.length ? el("p", { class: "note", dir: "auto" }, others.join("; ")) : null,
  );
}

// The columns of a picture under their headings: roles first, because most people look for them. The subject of the
// picture comes before the first heading, and is in the page's title.
function headedLists() {
  const groups = [];
  for (const thing of things) {
    if (isCaption(thing)) groups.push({ name: thing.name, list: [] });
    else if (groups.length && thing.shown) groups.at(-1).list.push(thing);
  }
  const isOfRoles = ({ list }) => list[0]?.class === "role";
  return groups
    .filter(({ list }) => list.length)
    .sort((a, b) => isOfRoles(b) - isOfRoles(a))
    .map(({ name, list }) => nameList(name, list.map(askedRow), true));
}

// Skills that are held at a lower level name the level asked for.
const isRaised = (thing) => / \((working|expert)\)$/.test(thing.name);
const listUnder = (caption, list) =>
  list.length
    ? [
        el("h3", {}, `${caption} `, el("span", { class: "count" }, String(list.length))),
        el(
          "ul",
          {},
          list.map((thing) => el("li", {}, thingButton(thing))),
        ),
      ]
    : [];

// A ladder from its lowest level up, with what each level adds. Where there are several ladders, the years of the axis
// are those of the longest alone.
function levelLists() {
  const roles = things.filter((thing) => thing.shown && thing.class === "role");
  const several = new Set(roles.map((thing) => thing.raw.y)).size > 1;
  return roles
    .sort((a, b) => a.raw.y - b.raw.y || a.raw.x - b.raw.x)
    .map((role) => {
      const label = oneLine(page.axis?.ticks.find((tick) => tick.x === role.raw.x)?.label);
      const added = role.links
        .filter((link) => link.shown && link.kind === "learn")
        .map((link) => otherEnd(link, role));
      return el(
        "details",
        { class: "links", open: true },
        el("summary", {}, several ? label.split(",")[0] : label),
        el("ul", { class: "level" }, el("li", {}, thingButton(role))),
        listUnder(
          "New here",
          added.filter((thing) => !isRaised(thing)),
        ),
        listUnder("To a higher level", added.filter(isRaised)),
      );
    });
}

export function drawStory() {
  find("story").replaceChildren(...storyContent().filter(Boolean));
  syncLanes();
}
