/** Routes as lanes: the roles as stations, the command's text, and skills to learn with boxes to tick. */

import { make, showBlocks, showFields } from "./dom.js";

const listed = new Map();

/**
 * Return a route; `act` opens roles, plans and comparisons, and is told of ticks.
 *
 * Unless the question `isNew`, its skills to tick, ticked ones included, keep their places.
 */
export function showLane(route, words, number, known, act, isNew) {
  const stations = route.roles.map((role, place) => {
    const step = route.steps[place];
    const evidence = step?.evidence[0];
    return make(
      "li",
      { "data-kind": evidence?.kind, "data-grade": evidence?.grade },
      make("button", { type: "button", class: "link", onclick: () => act.open(role) }, role.label || "your skills"),
      evidence ? make("span", { class: "way" }, `${evidence.kind}, ${evidence.grade}`) : null,
    );
  });
  const summary = words.summary.flatMap((block) => block.fields ?? []).filter(([name]) => name !== "route");
  const labels = route.roles.map((role) => role.label);
  const compared = route.roles.filter((role) => role.iri).slice(-6);
  return make(
    "article",
    { class: "lane", "aria-labelledby": `route-${number}` },
    make(
      "header",
      {},
      make("h2", { id: `route-${number}` }, `Route ${number}: ${words.years}`),
      make("span", { class: "figures" }, `${words.hours} of learning`),
    ),
    make("ol", { class: "track", "aria-label": `Roles of route ${number}` }, ...stations),
    showFields(summary),
    toLearn(route, number, known, act, isNew),
    make(
      "details",
      { class: "steps" },
      make("summary", {}, "Each step in full, with its sources"),
      ...showBlocks(words.steps),
    ),
    make(
      "div",
      { class: "buttons" },
      make("button", { type: "button", onclick: () => act.plan(route, number) }, `Make a plan of route ${number}`),
      compared.length > 1
        ? make(
            "button",
            {
              type: "button",
              onclick: () => act.compare(compared, number),
              "aria-label": `Compare ${labels.join(", ")}`,
            },
            "Compare its roles",
          )
        : null,
      make("button", { type: "button", onclick: () => act.print(number) }, `Print route ${number}`),
    ),
  );
}

function toLearn(route, number, known, act, isNew) {
  const skills = new Map();
  const before = isNew ? new Map() : (listed.get(number) ?? new Map());
  const isTicked = (iri) => known.some((other) => other.iri === iri);
  for (const step of route.steps)
    for (const skill of step.missing_skills) if (!skills.has(skill.iri)) skills.set(skill.iri, nameOf(skill));
  const names = new Map([...before].filter(([iri]) => skills.has(iri) || isTicked(iri)));
  for (const [iri, name] of skills) names.set(iri, name);
  listed.set(number, names);
  if (!names.size) return null;
  const items = [...names].map(([iri, { label, text }]) => {
    const box = make("input", {
      type: "checkbox",
      value: iri,
      onchange: (event) => act.tick({ iri, label }, event.target.checked, number),
    });
    box.checked = isTicked(iri);
    return make("li", {}, make("label", {}, box, text));
  });
  return make(
    "details",
    { class: "to-learn" },
    make("summary", {}, "Tick what you know already"),
    make("ul", { class: "learn" }, ...items),
  );
}

function nameOf(skill) {
  const name = skill.group ? `${skill.group} (such as ${skill.example ?? skill.label})` : skill.label;
  return { label: skill.label, text: name + (skill.probably_held ? " (probably held)" : "") };
}

/** Return the sources of an answer, numbered as its texts cite them. */
export function showSources(sources) {
  const items = sources.map((source) =>
    make(
      "li",
      { value: source.number },
      source.grade === "editorial" ? "~" : "",
      /^https?:\/\//.test(source.url ?? "")
        ? make("a", { href: source.url, rel: "noreferrer" }, source.title)
        : source.title,
      make("span", { class: "note" }, ` ${source.grade}, ${source.date}. ${source.attribution}`),
    ),
  );
  return make(
    "section",
    { class: "sheet" },
    make("h2", {}, "Sources"),
    make("ol", {}, ...items),
    make("p", { class: "note" }, "~ marks our own judgement; no outside source says so."),
  );
}
