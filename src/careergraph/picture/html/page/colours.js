// Colours of roles on a map: by family, by pay or by the firmest evidence of their moves.
import { families, grades, links, oneLine, page, things } from "./data.js";
import { state } from "./state.js";
import { isUpright } from "./upright.js";

export const isMap = ["all", "family"].includes(page.kind);
// On a map, lines are drawn for the role that is selected or pointed at, and bundled between families. Other pictures
// mark the lines that are treated in this way.
export const linesOnDemand = page.kind === "all" && links.length > 60;
const isFaint = (link) => link.about?.faint === true && page.kind !== "all";
export const waits = (link) => linesOnDemand || isFaint(link) || (isUpright && link.crosses);
export const hasRoads = linesOnDemand || links.some(isFaint);
export const colourings = isMap ? { family: "family", pay: "pay", evidence: "evidence" } : {};

// Each pair is for a light and a dark page, with a contrast of at least 3 against the background.
const hues = [
  ["#0072b2", "#56b4e9"],
  ["#00795a", "#1fc79a"],
  ["#b34700", "#ff9a57"],
  ["#a8437f", "#e79cc8"],
  ["#7a5f00", "#e3d24a"],
  ["#5b4db5", "#b3a7f5"],
  ["#b3261e", "#ff8a7a"],
  ["#4a6b00", "#a6c84c"],
  ["#00707c", "#4fc3d1"],
  ["#70503a", "#d3ac8f"],
];
const payHues = [
  ["#c8702a", "#9a5cb3"],
  ["#b04a35", "#c65580"],
  ["#8a2f52", "#e8765a"],
  ["#5c2069", "#f6a343"],
  ["#2a1650", "#fbe08a"],
];
const gradeHues = {
  observed: hues[1],
  official: hues[0],
  stated: hues[4],
  computed: hues[5],
  editorial: hues[2],
};
const unknownHue = ["#7b8087", "#7d848e"];

export const medianOf = (thing) =>
  (thing.about?.facts ?? []).find((fact) => fact.name === "pay" && isBar(fact.bar) && fact.bar.unit === "USD P1Y")?.bar
    .middle ?? null;
export const isBar = (bar) => Number.isFinite(bar?.low) && Number.isFinite(bar.high) && bar.high > 0;

// The lower limit of each pay group.
const paySteps = [0, 75_000, 100_000, 125_000, 150_000];
export const inThousands = (pay) => `$${Math.round(pay / 1000)}k`;

// Neighbouring families differ in colour: each takes the hue whose other families are furthest away.
const familyHues = (() => {
  const found = new Map();
  const middle = ({ frame }) => (frame ? [(frame[0] + frame[2]) / 2, (frame[1] + frame[3]) / 2] : [0, 0]);
  for (const family of families.values()) {
    const [x, y] = middle(family);
    const room = (hue) =>
      [...found]
        .filter(([, other]) => other === hue)
        .map(([id]) => middle(families.get(id)))
        .reduce((least, [u, v]) => Math.min(least, Math.hypot(x - u, y - v)), Infinity);
    const rooms = hues.map(room);
    found.set(family.id, hues[rooms.indexOf(Math.max(...rooms))]);
  }
  return found;
})();

// The groups of a colouring: name, colours, and which things belong to each.
const groupings = {
  family: () =>
    [...families.values()].map((family) => ({
      name: oneLine(family.label),
      hue: familyHues.get(family.id),
      holds: (thing) => thing.family === family.id,
    })),
  pay: () => [
    ...paySteps.map((least, index) => ({
      name: least
        ? `${inThousands(least)} ${paySteps[index + 1] ? `to ${inThousands(paySteps[index + 1])}` : "or more"} a year`
        : `under ${inThousands(paySteps[1])} a year (median, US)`,
      hue: payHues[index],
      holds: (thing) => {
        const pay = medianOf(thing);
        return pay !== null && pay >= least && !(pay >= paySteps[index + 1]);
      },
    })),
    { name: "pay unknown", hue: unknownHue, holds: (thing) => medianOf(thing) === null },
  ],
  evidence: () => [
    ...[...grades.keys()].map((id, index, order) => ({
      name: `firmest evidence of a move: ${oneLine(grades.get(id).label).split(":")[0]}`,
      hue: gradeHues[id] ?? unknownHue,
      holds: (thing) =>
        thing.links.some((link) => link.grade === id) &&
        !thing.links.some((link) => order.slice(0, index).includes(link.grade)),
    })),
    { name: "no move known", hue: unknownHue, holds: (thing) => thing.links.length === 0 },
  ],
};
const grouped = new Map();
export function groupsOf(colouring) {
  if (!grouped.has(colouring)) {
    const groups = groupings[colouring]().map((group) => ({
      ...group,
      members: new Set(things.filter((thing) => thing.class === "role" && group.holds(thing))),
    }));
    grouped.set(
      colouring,
      groups.filter((group) => group.members.size),
    );
  }
  return grouped.get(colouring);
}

const hueBy = (colouring, thing, name) =>
  (groupsOf(colouring).find((group) => group.members.has(thing))?.hue ?? unknownHue)[name === "dark" ? 1 : 0];

export const hueOf = (thing, name) => (isMap && thing.class === "role" ? hueBy(state.colour, thing, name) : null);
export const payHueOf = (thing, name) => hueBy("pay", thing, name);
