// The texts around the picture are filled in before it is drawn, because they take up space.
import { attributions, clean, cut, el, find, graphName, page, sources, things } from "./data.js";
import { hasLanes, hasStory } from "./state.js";
import { drawLegend } from "./legend.js";
import { drawRoutes } from "./ways.js";

function drawHead() {
  document.title = clean(page.title) || "careergraph";
  find("title").textContent = clean(page.title);
  document.body.dataset.kind = page.kind ?? "";
  find("show-story").hidden = !hasStory;
  if (hasLanes) {
    find("show-story").textContent = "Routes";
    find("story").setAttribute("aria-label", "Routes");
  } else if (page.kind === "role") find("show-story").textContent = "Summary";
  // What is left out is named here too, because the panel of most pictures starts closed.
  const notices = hasLanes || page.kind === "role" ? [] : (page.notices ?? []);
  find("subtitle").textContent = [...(leads().length ? leads() : [page.subtitle]), ...notices]
    .map(clean)
    .filter(Boolean)
    .join(" · ");
  find("foot").append(
    el("span", { class: "version", title: graphName }, cut(graphName, 44)),
    sources.length ? el("button", { type: "button", id: "all-sources" }, `Sources (${sources.length})`) : "",
    el("span", { class: "credits", dir: "auto" }, attributions().join(" · ")),
  );
}

// A compact role has no panel at first, so pay and outlook are in its head.
function leads() {
  if (page.compact !== true || page.kind !== "role") return [];
  const facts = things.find((thing) => thing.class === "role")?.about?.facts ?? [];
  const told = ["pay", "outlook"].flatMap((name) => facts.filter((fact) => fact.name === name));
  const [first, ...rest] = told.map((fact) => String(fact.value).replace(/ \([\d,]+ to [\d,]+ people\)/, ""));
  // Both figures are those of one occupation, which is named once.
  const of = /^[^:]+: /.exec(first)?.[0] ?? "";
  return first ? [first, ...rest.map((text) => (of && text.startsWith(of) ? text.slice(of.length) : text))] : [];
}

drawHead();
drawRoutes();
drawLegend();
