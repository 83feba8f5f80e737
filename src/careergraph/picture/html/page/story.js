// The picture as a list: routes as lanes, a role at a glance, else names under their headings.
import { classOf, el, families, find, isCaption, oneLine, otherEnd, page, sources, things } from "./data.js";
import { hasLanes } from "./state.js";
import { importanceOrder } from "./labels.js";
import { sourceList } from "./facts.js";
import { noticeList, roleContent, subject, thingButton } from "./panel.js";
import { lanes, syncLanes } from "./lanes.js";

function storyContent() {
  if (hasLanes) return [...lanes(), noticeList()];
  if (subject?.about?.facts?.length) return [glance(), ...roleContent(subject), noticeList(), allSources()];
  return [noticeList(), ...(page.kind === "ladder" ? levelLists() : nameLists()), allSources()];
}

export const glance = () => el("h2", { class: "unseen" }, "At a glance");

const allSources = () =>
  sourceList(
    sources.map((_, index) => index),
    false,
  );

// Maps by family, other pictures by what things are; the more important first.
function nameLists() {
  const byFamily = ["all", "family"].includes(page.kind) && families.size > 1;
  const groups = new Map();
  for (const thing of importanceOrder) {
    if (!thing.shown || isCaption(thing)) continue;
    const name = byFamily ? (families.get(thing.family)?.label ?? "other") : classOf(thing).label;
    groups.set(name, [...(groups.get(name) ?? []), thing]);
  }
  const few = groups.size <= 4;
  return [...groups].map(([name, list]) =>
    el(
      "details",
      { class: "links", open: few },
      el("summary", {}, oneLine(name), " ", el("span", { class: "count" }, String(list.length))),
      el(
        "ul",
        {},
        list.map((thing) => el("li", {}, thingButton(thing))),
      ),
    ),
  );
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
