// The picture as a list: routes as lanes, a role at a glance, else names under their headings.
import { classOf, el, families, find, isCaption, kinds, oneLine, otherEnd, page, sources, things } from "./data.js";
import { hasLanes } from "./state.js";
import { importanceOrder } from "./labels.js";
import { sourceList } from "./facts.js";
import { noticeList, roleContent, subject, thingButton } from "./panel.js";
import { lanes, syncLanes } from "./lanes.js";

function storyContent() {
  if (hasLanes) return [noticeList(), ...lanes()];
  if (subject?.about?.facts?.length) return [glance(), ...roleContent(subject), noticeList(), allSources()];
  const lists = { ladder: levelLists, skill: headedLists }[page.kind] ?? nameLists;
  return [...lists(), allSources()];
}

export const glance = () => el("h2", { class: "unseen" }, "At a glance");

const allSources = () =>
  sourceList(
    sources.map((_, index) => index),
    false,
  );

// Maps by family, other pictures by class; the more important first.
function nameLists() {
  const byFamily = ["all", "family"].includes(page.kind) && families.size > 1;
  const groups = new Map();
  for (const thing of importanceOrder) {
    if (!thing.shown || isCaption(thing)) continue;
    const name = byFamily ? (families.get(thing.family)?.label ?? "other") : nameOfMany(classOf(thing));
    groups.set(name, [...(groups.get(name) ?? []), thing]);
  }
  const isOpen = (index) => groups.size <= 4 || (index === 0 && page.kind === "family");
  const named = byFamily ? [...groups].sort(([a], [b]) => a.localeCompare(b, "en")) : [...groups];
  return named.map(([name, list], index) => nameList(name, list, isOpen(index)));
}

const nameOfMany = ({ id, label }) =>
  ({ resource: "courses and books", literal: "texts and numbers", other: "other things" })[id] ?? `${label}s`;

// The lines of a query's thing in words: the linked things by name if they are few, otherwise their number.
const mostNamed = 3;
function linkNotes(thing) {
  const byKind = new Map();
  for (const link of thing.links)
    if (link.shown && link.from === thing) byKind.set(link.kind, [...(byKind.get(link.kind) ?? []), link.to.name]);
  return [...byKind].map(([kind, names]) =>
    el(
      "p",
      { class: "note", dir: "auto" },
      `${oneLine(kinds.get(kind)?.label ?? "")} ${names.length > mostNamed ? names.length : names.join(", ")}`,
    ),
  );
}

const nameList = (name, list, open) =>
  el(
    "details",
    { class: "links", open },
    el("summary", {}, oneLine(name), " ", el("span", { class: "count" }, String(list.length))),
    el(
      "ul",
      {},
      list.map((thing) => el("li", {}, thingButton(thing), ...storyNotes(thing))),
    ),
  );

// Beside the name: the links of a query's thing, or how much a role requires the skill.
function storyNotes(thing) {
  if (page.kind === "query") return linkNotes(thing);
  if (page.kind !== "skill" || thing.class !== "role") return [];
  const [asked] = thing.links.find((link) => link.kind === "requires")?.about?.facts ?? [];
  return asked ? [el("span", { class: "note" }, oneLine(asked.value))] : [];
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
    .map(({ name, list }) => nameList(name, list, true));
}

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
        el(
          "ul",
          {},
          [role, ...added].map((thing) => el("li", {}, thingButton(thing))),
        ),
      );
    });
}

export function drawStory() {
  find("story").replaceChildren(...storyContent().filter(Boolean));
  syncLanes();
}
