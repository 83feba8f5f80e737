// The side panel: about the picture, or about the selected node, link or route.
import {
  announce,
  classOf,
  clean,
  cut,
  el,
  find,
  grades,
  graphName,
  kindOf,
  kinds,
  linkOf,
  links,
  markedName,
  markOf,
  namedFamilies,
  oneLine,
  otherEnd,
  outsideLink,
  page,
  plural,
  routes,
  safeUrl,
  seniorities,
  shapeOf,
  sources,
  substance,
  thingOf,
  things,
} from "./data.js";
import { choose, hasLanes, isFiltered, nothingChosen, state } from "./state.js";
import { showPanel } from "./room.js";
import { paint } from "./theme.js";
import { lineSwatch, swatch } from "./legend.js";
import { centre, container } from "./picture.js";
import { askForTarget, canEndWay, describeWay, hasRoles, routeFocus, stopAsking, waiting, way } from "./ways.js";
import { citedNumbers, factList, sourceList, usedSources } from "./facts.js";

const mostListed = { items: 5, moves: 3 };
export const leading = ["pay", "outlook", "education", "experience", "licence"];
const profileFacts = ["core", "supporting"];
const moveFacts = { in: "people come from", out: "people go to" };

// `quiet`: the title is only for screen readers, because it is visible elsewhere.
const head = (caption, title, extra = null, quiet = false) =>
  el(
    "header",
    {},
    el(
      "div",
      { class: "over" },
      caption,
      el("button", { type: "button", class: "close", "aria-label": "Close the details", onclick: closePanel }, "×"),
    ),
    el("h2", { dir: "auto", id: "panel-title", class: quiet ? "unseen" : null }, title),
    extra,
  );

export const thingButton = (thing, colours = classOf(thing)) =>
  el(
    "button",
    { type: "button", class: "thing", onclick: () => pickThing(thing, true) },
    swatch(colours, shapeOf(thing)),
    el("span", { dir: "auto" }, cut(thing.name, 120)),
  );

function neighbourLists(thing) {
  const groups = new Map();
  for (const link of thing.links) {
    if (!link.shown || link.importance === 0) continue;
    const arrow = !link.directed ? "" : link.from === thing ? " →" : " ←";
    const caption = `${oneLine(kindOf(link).label)}${arrow}`;
    groups.set(caption, [...(groups.get(caption) ?? []), link]);
  }
  const place = [...kinds.keys()];
  const rank = ([, group]) => place.indexOf(group[0].kind);
  return [...groups]
    .sort((a, b) => rank(a) - rank(b))
    .map(([caption, group]) => {
      const rows = group
        .sort((a, b) => (b.importance ?? -1) - (a.importance ?? -1))
        .map((link) => el("li", {}, thingButton(otherEnd(link, thing)), whyButton(link, `${markOf(link)}why`)));
      const open = group.length <= 12;
      return el(
        "details",
        { class: "links", open },
        el("summary", {}, `${caption} `, el("span", { class: "count" }, String(group.length))),
        el("ul", {}, rows),
      );
    });
}

// What people want to know about a role first; `title` if the page does not show it already.
export function roleContent(thing) {
  const facts = thing.about?.facts ?? [];
  const named = (name) => facts.filter((fact) => fact.name === name);
  const items = thing.links
    .filter((link) => link.kind === "requires" && link.from === thing && link.importance !== 0)
    .sort((a, b) => (b.importance ?? 0) - (a.importance ?? 0));
  const lead = [...leading, ...(items.length ? [] : profileFacts)].flatMap(named);
  const listed = new Set([...lead, ...(items.length ? profileFacts : []).flatMap(named)]);
  const moves = Object.entries(moveFacts).map(([way, name]) => {
    const [count] = named(name);
    const list = movesOf(thing, way);
    if (list.length) for (const fact of named(name)) listed.add(fact);
    return list.length ? moveList(thing, way, list, count) : null;
  });
  const rest = facts.filter((fact) => !listed.has(fact) && (thing.key !== subject?.key || fact.name !== "what it is"));
  return [
    factList(lead),
    items.length ? itemList(items) : null,
    ...moves,
    more("More about this role", [aliasLine(thing), factList(rest), outsideList(thing)]),
    more("All its links", neighbourLists(thing)),
  ];
}

export const more = (caption, parts) =>
  parts.some(Boolean)
    ? el("details", { class: "more-facts" }, el("summary", {}, caption), parts.filter(Boolean))
    : null;

// The subject of a picture of a role: the largest role.
export const subject = page.kind === "role" ? things.find((thing) => thing.class === "role") : null;

function movesOf(thing, way) {
  const isMove = (link) => ["promotion", "move"].includes(link.kind) && link.from !== link.to;
  const order = [...grades.keys()];
  return thing.links
    .filter((link) => link.shown && isMove(link) && (way === "in" ? link.to : link.from) === thing)
    .sort((a, b) => (b.about?.people ?? 0) - (a.about?.people ?? 0) || order.indexOf(a.grade) - order.indexOf(b.grade));
}

function whyButton(link, text) {
  return el(
    "button",
    {
      type: "button",
      class: "why",
      "aria-label": `About the link: ${cut(link.name, 100)}`,
      onclick: () => choose({ edge: link.key, node: null }),
    },
    text,
  );
}

// Kind, grade and people of a move in short.
export function evidenceText(link) {
  const grade = link.grade && `${markOf(link)}${oneLine(grades.get(link.grade).label).split(":")[0]}`;
  const people = link.about?.people;
  const n = Number.isInteger(people) ? plural(people, "person", "people") : null;
  return grade ? [oneLine(kindOf(link).label), grade, n].filter(Boolean).join(", ") : cut(markedName(link), 40);
}

function moveList(thing, way, list, count) {
  // For roles other than the subject, only the links in the picture are known here.
  const total = count ? `: ${oneLine(count.value)}` : thing === subject ? "" : ", in this picture";
  const listed =
    count && Number.parseInt(count.value.replace(",", ""), 10) > list.length ? `, ${list.length} of them listed` : "";
  const row = (link) => el("li", {}, thingButton(otherEnd(link, thing)), whyButton(link, evidenceText(link)));
  return el(
    "section",
    { class: "links moves" },
    el("h3", {}, `${way === "in" ? "People come from" : "People go to"}${total}${listed}`),
    el("ul", {}, list.slice(0, mostListed.moves).map(row)),
    list.length > mostListed.moves
      ? more(`${list.length - mostListed.moves} more`, [el("ul", {}, list.slice(mostListed.moves).map(row))])
      : null,
  );
}

function itemList(items) {
  const row = (link) => {
    const [asked] = link.about?.facts ?? [];
    return el("li", {}, thingButton(link.to), el("span", { class: "note" }, asked ? oneLine(asked.value) : ""));
  };
  return el(
    "section",
    { class: "links items" },
    el("h3", {}, "Requirements"),
    el("ul", {}, items.slice(0, mostListed.items).map(row)),
    items.length > mostListed.items
      ? more(`${items.length - mostListed.items} more`, [el("ul", {}, items.slice(mostListed.items).map(row))])
      : null,
  );
}

const aliasLine = (thing) =>
  thing.about?.aliases?.length
    ? el(
        "p",
        { class: "aliases", dir: "auto" },
        el("span", {}, "Also called: "),
        thing.about.aliases.map(oneLine).join(", "),
      )
    : null;

function outsideList(thing) {
  const links = (thing.about?.links ?? []).map((link) => el("li", {}, outsideLink(link.label, link.url)));
  return links.length ? el("ul", { class: "outside" }, links) : null;
}

function thingPanel(thing) {
  const about = thing.about ?? {};
  const tags = [namedFamilies.get(thing.family)?.label, seniorities.get(thing.seniority)?.label]
    .filter(Boolean)
    .map(oneLine)
    .join(" · ");
  const plain = thing.about
    ? null
    : oneLine(thing.raw.title) && el("p", { dir: "auto" }, cut(clean(thing.raw.title), 6000));
  return [
    head(
      [swatch(classOf(thing), shapeOf(thing)), classOf(thing).label],
      cut(thing.name, 6000),
      tags ? el("p", { class: "tags", dir: "auto" }, tags) : null,
    ),
    el(
      "div",
      { class: "buttons" },
      el("button", { type: "button", onclick: () => centre(thing) }, "Centre"),
      canEndWay(thing)
        ? el(
            "button",
            { type: "button", id: "way-from", onclick: () => askForTarget(thing) },
            "Fewest steps from here …",
          )
        : null,
    ),
    plain,
    ...(thing.class === "role" && thing.about
      ? [...roleContent(thing), sourceList(usedSources(about.facts), false)]
      : [
          aliasLine(thing),
          factList(about.facts),
          outsideList(thing),
          ...neighbourLists(thing),
          sourceList(usedSources(about.facts), false),
        ]),
    safeUrl(about.iri) ? el("p", { class: "iri" }, clean(about.iri)) : null,
  ];
}

function linkPanel(link) {
  const grade = grades.get(link.grade);
  const facts = link.about?.facts;
  return [
    head(
      [lineSwatch(paint(kindOf(link)), link.raw.dashes || null, link.directed), oneLine(kindOf(link).label)],
      cut(markedName(link), 6000),
    ),
    el(
      "div",
      { class: "ends" },
      thingButton(link.from),
      el("span", { "aria-label": link.directed ? "to" : "and" }, link.directed ? "→" : "–"),
      thingButton(link.to),
    ),
    grade ? el("p", { class: "tags" }, `Evidence: ${markOf(link)}${oneLine(grade.label)}`) : null,
    factList(facts),
    sourceList(usedSources(facts), false),
  ];
}

// Stops, each with the link that leads to it and the skills below it on a route.
function stepsList(steps) {
  const via = (link) =>
    link &&
    el(
      "button",
      { type: "button", class: "via", dir: "auto", onclick: () => choose({ edge: link.key, node: null }) },
      cut(markedName(link), 160),
    );
  const beside = (extras) =>
    extras?.length > 0 &&
    el(
      "details",
      { class: "extras" },
      el("summary", {}, `With this step: ${extras.length}`),
      el(
        "ul",
        {},
        extras.map((one) => el("li", {}, thingButton(one))),
      ),
    );
  return el(
    "ol",
    { class: "steps" },
    steps.map(({ thing, link, extras }) => el("li", {}, via(link) || null, thingButton(thing), beside(extras) || null)),
  );
}

function wayPanel() {
  const from = thingOf.get(state.from);
  return [
    head(["Fewest steps in this picture"], way ? plural(way.length, "step", "steps") : "No route"),
    el("p", { dir: "auto", id: "way-text" }, describeWay()),
    way ? stepsList([{ thing: from, link: null }, ...way]) : null,
    el(
      "p",
      { class: "note" },
      "This page counts only the steps. The command careergraph path weighs skills, time and evidence.",
    ),
    el(
      "div",
      { class: "buttons" },
      el("button", { type: "button", onclick: () => choose({ from: state.to, to: state.from }) }, "Swap start and end"),
      el("button", { type: "button", onclick: () => choose(nothingChosen) }, "Clear"),
    ),
  ];
}

function routePanel(index) {
  const route = routes[index];
  const { edges, nodes } = routeFocus(index);
  const stops = route.nodes.map((id) => thingOf.get(String(id))).filter((thing) => thing?.class === "role");
  const reached = (thing, index) =>
    [...edges].find((link) => link.from === stops[index - 1] && link.to === thing) ?? null;
  const hanging = (thing) =>
    [...nodes].filter(
      (one) => one.class !== "role" && thing.links.some((link) => edges.has(link) && otherEnd(link, thing) === one),
    );
  const steps = stops.map((thing, index) => ({
    thing,
    link: index ? reached(thing, index) : null,
    extras: hanging(thing),
  }));
  const cited = (route.facts ?? []).flatMap((fact) => citedNumbers(fact.value));
  return [
    head([`Route ${index + 1}`], clean(route.title || route.label)),
    factList(route.facts, true),
    hasLanes ? more("Its steps", [stepsList(steps)]) : stepsList(steps),
    state.route === null
      ? noticeList()
      : el(
          "div",
          { class: "buttons" },
          el(
            "button",
            { type: "button", onclick: () => choose(nothingChosen) },
            routes.length > 1 ? "All routes" : "The whole picture",
          ),
        ),
    sourceList(
      [...new Set(cited)].sort((a, b) => a - b),
      false,
    ),
  ];
}

export const noticeList = () =>
  page.notices?.length
    ? el(
        "ul",
        { class: "notices" },
        page.notices.map((notice) => el("li", { dir: "auto" }, clean(notice))),
      )
    : null;

// The counts after filtering; names of families are not nodes.
function countText() {
  const nodes = substance.filter((thing) => thing.shown).length;
  const lines = links.filter((link) => link.shown).length;
  const all = isFiltered()
    ? ` are shown of ${substance.length.toLocaleString("en")} and ${links.length.toLocaleString("en")}`
    : "";
  return `${plural(nodes, "node", "nodes")} and ${plural(lines, "link", "links")}${all}.`;
}

// The title is above the picture already.
function aboutPanel() {
  const isRole = subject?.about?.facts?.length;
  return [
    head(isRole ? ["At a glance"] : ["About this picture"], clean(page.title), null, true),
    ...(isRole ? roleContent(subject) : []),
    noticeList(),
    el(
      "p",
      { class: "note" },
      `${countText()} Click a name or a shape to see what is known about it and who says so.${hasRoles ? " Click a role and “Fewest steps from here” to see how this picture leads to another." : ""}`,
    ),
    sourceList(
      sources.map((_, index) => index),
      false,
    ),
    el("p", { class: "iri" }, graphName),
  ];
}

export function drawPanel() {
  const content = state.edge
    ? linkPanel(linkOf.get(state.edge))
    : state.node
      ? thingPanel(thingOf.get(state.node))
      : state.from && state.to
        ? wayPanel()
        : state.route !== null
          ? routePanel(state.route)
          : hasLanes && routes.length === 1
            ? routePanel(0)
            : aboutPanel();
  find("panel").replaceChildren(...content.filter(Boolean));
  find("panel").scrollTop = 0;
}

// The panel is hidden until something is selected or "Details" is pressed.
function closePanel() {
  showPanel(false);
  choose(state.node || state.edge ? { node: null, edge: null } : nothingChosen);
  if (state.view === "picture") container.focus({ preventScroll: true });
}

export function pickThing(thing, move = false) {
  if (waiting && !canEndWay(thing)) {
    announce("A route leads from role to role.");
    find("banner-text").textContent = `${cut(thing.name, 60)} is not a role: a route leads from role to role.`;
    find("banner").hidden = false;
    find("banner-end").textContent = "Cancel";
    return;
  }
  if (waiting && waiting !== thing) {
    const from = waiting;
    stopAsking();
    choose({ ...nothingChosen, from: from.key, to: thing.key });
    announce(describeWay());
    return;
  }
  choose({ node: thing.key, edge: null });
  if (move && state.view === "picture") centre(thing);
}
