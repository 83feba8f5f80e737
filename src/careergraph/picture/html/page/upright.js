// On a phone, routes, roles, skills and ladders stand upright: one thing below the other, indented below what it
// belongs to, each with its whole name on its right. One scrolls down through them as through a list.
import { cut, families, isCaption, kinds, links, oneLine, otherEnd, page, plural, routes, things } from "./data.js";

export const phone = matchMedia("(max-width: 600px)");
const rowHeight = 28;
const indent = 32;
const mostLetters = 46;
const mostDepth = 4;
// Families with their roles, and what a query found, in blocks of one class.
const isGrouped = page.kind === "family" || (page.kind === "query" && families.size > 0);
const isForest = page.kind === "query" && !isGrouped && links.length < things.length;
const isLane = ["path", "ladder"].includes(page.kind);
const hasColumns = ["role", "skill"].includes(page.kind) && things.some((thing) => thing.about?.side);
export const canStand = things.length > 0 && (isLane || isGrouped || isForest || hasColumns) && things.every(isOurs);
function isOurs({ about, raw }) {
  return Boolean(about) && Number.isFinite(raw.x) && Number.isFinite(raw.y);
}
export let isUpright = false;

// Rows from top to bottom: [thing, depth]. What a row hangs from is in `parents`.
function uprightRows() {
  const parents = new Map();
  const rows = (isLane ? laneRows : isGrouped ? groupRows : isForest ? forestRows : columnRows)(parents);
  return { rows, parents };
}

// Lane by lane: its name, then each role with what hangs below it.
function laneRows(parents) {
  const heads = things.filter((thing) => thing.class === "role" && !thing.about.side);
  const lanes = [...new Set(heads.map((thing) => thing.raw.y))].sort((a, b) => a - b);
  const rows = lanes.flatMap((y) => [
    ...things.filter((thing) => isCaption(thing) && thing.raw.y === y).map((thing) => [thing, 0]),
    ...heads
      .filter((thing) => thing.raw.y === y)
      .sort((a, b) => a.raw.x - b.raw.x)
      .flatMap((head, place, row) => {
        if (place) parents.set(head, row[place - 1]);
        const hanging = things.filter(
          (thing) =>
            thing.about.side && !parents.has(thing) && thing.links.some((link) => otherEnd(link, thing) === head),
        );
        for (const thing of hanging) parents.set(thing, head);
        return [[head, 0], ...hanging.sort((a, b) => a.raw.y - b.raw.y).map((thing) => [thing, 1])];
      }),
  ]);
  return withRest(rows);
}

// Each group below its name. Of a family these are its ladders.
function groupRows(parents) {
  const rows = things.filter(isCaption).flatMap((caption) => {
    const members = things.filter((thing) => !isCaption(thing) && thing.family === caption.family);
    members.sort((a, b) => a.raw.y - b.raw.y || a.raw.x - b.raw.x);
    members.forEach((thing, place) => {
      const link = place ? linkBetween(thing, members[place - 1]) : null;
      if (link?.kind === "promotion" && members[place - 1].raw.y === thing.raw.y)
        parents.set(thing, members[place - 1]);
    });
    return [[caption, 0], ...members.map((thing) => [thing, parents.has(thing) ? 2 : 1])];
  });
  return withRest(rows);
}

// From what nothing leads to, downwards; where it parts, one step to the right.
function forestRows(parents) {
  const rows = [];
  const placed = new Set();
  const visit = (thing, depth) => {
    placed.add(thing);
    rows.push([thing, depth]);
    const next = thing.links.filter((link) => link.from === thing && !placed.has(link.to)).map((link) => link.to);
    for (const child of new Set(next)) {
      if (placed.has(child)) continue;
      parents.set(child, thing);
      visit(child, Math.min(mostDepth, depth + (next.length > 1 ? 1 : 0)));
    }
  };
  const inOrder = [...things].sort((a, b) => a.raw.y - b.raw.y || a.raw.x - b.raw.x);
  const isFirst = (thing) => thing.links.every((link) => link.from === thing);
  for (const thing of [...inOrder.filter(isFirst), ...inOrder]) if (!placed.has(thing)) visit(thing, 0);
  return rows;
}

// What the picture is about, its higher levels, then the columns under their headings; what is two steps away stands
// below the role that leads there.
function columnRows(parents) {
  const [subject, ...rest] = things;
  const out = (thing) => Math.abs(thing.raw.x);
  const nearest = Math.min(...rest.filter((thing) => thing.about.side).map(out));
  const inner = new Set([subject, ...rest.filter((thing) => !isCaption(thing) && out(thing) <= nearest)]);
  let chain = subject;
  for (const thing of inner) {
    if (thing === subject) continue;
    parents.set(thing, thing.about.side ? subject : chain);
    if (!thing.about.side) chain = thing;
  }
  const children = new Map();
  const outer = rest.filter((thing) => !isCaption(thing) && !inner.has(thing)).sort((a, b) => out(a) - out(b));
  for (const thing of outer) {
    const nearer = thing.links.map((link) => otherEnd(link, thing)).find((end) => out(end) < out(thing));
    if (!nearer) continue;
    parents.set(thing, nearer);
    children.set(nearer, [...(children.get(nearer) ?? []), thing]);
  }
  const below = (thing, depth) => [
    [thing, depth],
    ...(children.get(thing) ?? []).flatMap((child) => below(child, depth + 1)),
  ];
  const rows = things.flatMap((thing) => {
    if (thing === subject) return [[thing, 0]];
    if (isCaption(thing)) return out(thing) <= nearest ? [[thing, 1]] : [];
    return inner.has(thing) ? below(thing, 1) : [];
  });
  return withRest(rows);
}

// A thing without a place of its own comes last; the name of a group that has none left is not drawn.
function withRest(rows) {
  const placed = new Set(rows.map(([thing]) => thing));
  return [...rows, ...things.filter((thing) => !placed.has(thing) && !isCaption(thing)).map((thing) => [thing, 1])];
}

// The whole name, with the people observed to make the move, and below it what a wide picture says on its axis or its
// lanes: of a level the years before it, of a stop on a route what the step from it asks for.
function uprightLines(thing, depth, link) {
  const people = isCaption(thing) ? "" : oneLine(link?.raw.label);
  const moves = page.kind === "family" && isCaption(thing) ? movesWith(thing.family) : 0;
  const more = /^n = /.test(people) ? ` (${people})` : moves ? ` · ${plural(moves, "move", "moves")}` : "";
  const name = wrapped(oneLine(thing.name) + more, mostLetters - 5 * depth);
  if (isGrouped && isCaption(thing)) return { name, notes: leadingAway(thing.family) };
  if (!isLane || depth > 0 || isCaption(thing)) return { name, notes: [] };
  const stop = routes.flatMap((route) => route.stops ?? []).find(({ node }) => String(node) === thing.key);
  const step = (stop?.bars ?? [])
    .filter(({ bar }) => bar)
    .map(({ value }) => oneLine(value))
    .join(", ");
  const tick = routes.length < 2 ? page.axis?.ticks.find(({ x }) => x === thing.raw.x)?.label : "";
  return { name, notes: wrapped(step || oneLine(tick), mostLetters).filter(Boolean) };
}

// As many as the road between two families of a wide picture stands for.
const movesWith = (family) =>
  links.filter(
    ({ from, to }) =>
      from.family !== to.family && [from, to].some((end) => end.family === family) && family !== things[0].family,
  ).length;

// What leads from one block of a query to others, as the bands between them say.
function leadingAway(group) {
  if (page.kind === "family") return [];
  const counts = new Map();
  for (const { from, to, kind } of links) {
    const name = `${oneLine(kinds.get(kind)?.label)} → ${oneLine(families.get(to.family)?.label)}`;
    if (from.family === group && to.family !== group) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].slice(0, 3).map(([name, count]) => cut(`${name}: ${count.toLocaleString("en")}`, mostLetters));
}

// At most so many lines of about so many letters.
function wrapped(text, most, lines = 3) {
  const at = text.length > most && lines > 1 ? text.lastIndexOf(" ", most) : -1;
  return at > 0 ? [text.slice(0, at), ...wrapped(text.slice(at + 1), most, lines - 1)] : [cut(text, most)];
}

// A line leaves what a thing hangs from downwards and reaches the thing from its left.
function uprightBends(parents) {
  const drawn = new Map();
  for (const link of links) {
    const [isDown, isUp] = [parents.get(link.to) === link.from, parents.get(link.from) === link.to];
    link.crosses = !isDown && !isUp;
    const child = isDown ? link.to : link.from;
    const parallel = drawn.get(child) ?? 0;
    drawn.set(child, parallel + 1);
    link.bend = { enabled: true, type: isDown ? "vertical" : "horizontal", roundness: Math.max(0, 1 - 0.3 * parallel) };
  }
}

const linkBetween = (thing, other) => thing.links.find((link) => otherEnd(link, thing) === other);

// Give everything its place: upright on a phone, else as the picture was laid out. Return whether that is a change.
export function stand(upright = phone.matches && canStand) {
  const before = isUpright;
  isUpright = upright;
  for (const thing of things)
    Object.assign(thing, {
      place: null,
      lines: thing.wrapped,
      named: thing.wrapped.length,
      box: null,
      isAbsent: false,
    });
  for (const link of links) Object.assign(link, { crosses: false, bend: link.parallel ?? null });
  if (upright) {
    const { rows, parents } = uprightRows();
    for (const thing of things) thing.isAbsent = true;
    let y = 0;
    for (const [thing, depth] of rows) {
      const { name, notes } = uprightLines(thing, depth, linkBetween(thing, parents.get(thing)));
      const lines = [...name, ...notes];
      if (isCaption(thing) && y) y += rowHeight / 3;
      y += 8 * (lines.length - 1);
      const parent = parents.get(thing);
      // Between the stops of a route, and the levels of a ladder, one sees the line that joins them.
      if (parent ? parent.place.x === depth * indent : isForest) y += rowHeight / 2;
      Object.assign(thing, { place: { x: depth * indent, y }, lines, named: name.length, isAbsent: false });
      y += rowHeight + 8 * (lines.length - 1);
    }
    uprightBends(parents);
  }
  return before !== isUpright;
}
