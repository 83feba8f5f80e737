// The side panel: about the picture, or about the node, link or route chosen.
const head = (caption, title, extra = null) =>
  el(
    "header",
    {},
    el(
      "div",
      { class: "over" },
      caption,
      el(
        "button",
        { type: "button", class: "close", "aria-label": "Close the details", onclick: closePanel },
        "×",
      ),
    ),
    el("h2", { dir: "auto", id: "panel-title" }, title),
    extra,
  );

function sourceMarks(indexes) {
  return (indexes ?? [])
    .filter((index) => sources[index])
    .map((index) =>
      el(
        "button",
        {
          type: "button",
          class: "source-mark",
          title: oneLine(sources[index].title),
          "aria-label": `Source: ${oneLine(sources[index].title)}`,
          "data-source": index,
          onclick: showSource,
        },
        String(index + 1),
      ),
    );
}

function showSource(event) {
  const entry = find("panel").querySelector(`[data-entry="${Number(event.currentTarget.dataset.source)}"]`);
  if (!entry) return;
  entry.closest("details")?.setAttribute("open", "");
  entry.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  entry.focus();
}

// Facts that share a name stand under one heading.
function factList(facts) {
  const list = el("dl", { class: "facts" });
  let last = null;
  for (const fact of facts ?? []) {
    if (fact.name !== last) list.append(el("dt", { dir: "auto" }, clean(fact.name)));
    last = fact.name;
    list.append(el("dd", { dir: "auto" }, clean(fact.value), " ", ...sourceMarks(fact.sources)));
  }
  return list.children.length ? list : null;
}

const usedSources = (facts) =>
  [...new Set((facts ?? []).flatMap((fact) => fact.sources ?? []))]
    .filter((index) => sources[index])
    .sort((a, b) => a - b);

// Creative Commons and public domain by their short names, other addresses as links.
function licenceName(licence) {
  const [, terms, version] =
    /^https?:\/\/creativecommons\.org\/(?:licenses|publicdomain)\/([a-z-]+)\/([\d.]+)/.exec(licence ?? "") ??
    [];
  if (!terms) return safeUrl(licence) ? outsideLink("licence", licence) : licence;
  if (terms === "mark") return "public domain";
  return terms === "zero" ? `CC0 ${version}` : `CC ${terms.toUpperCase()} ${version}`;
}

function sourceEntry(index) {
  const source = sources[index];
  const facts = [source.publisher, source.date, licenceName(source.licence), source.grade]
    .map((fact) => (fact instanceof Element ? fact : oneLine(fact)))
    .filter(Boolean)
    .flatMap((fact, place) => (place ? [" · ", fact] : [fact]));
  return el(
    "li",
    { "data-entry": index, tabindex: -1, value: index + 1 },
    source.url ? outsideLink(source.title, source.url) : el("span", { dir: "auto" }, clean(source.title)),
    facts.length ? el("small", { dir: "auto" }, facts) : null,
    source.attribution ? el("small", { dir: "auto", class: "attribution" }, clean(source.attribution)) : null,
  );
}

function sourceList(indexes, open) {
  if (!indexes.length) return null;
  return el(
    "details",
    { class: "sources", open },
    el("summary", {}, `Sources (${indexes.length})`),
    el("ol", {}, indexes.map(sourceEntry)),
  );
}

const thingButton = (thing) =>
  el(
    "button",
    { type: "button", class: "thing", onclick: () => pickThing(thing, true) },
    swatch(classOf(thing), shapeOf(thing)),
    el("span", { dir: "auto" }, cut(thing.name, 120)),
  );

function neighbourLists(thing) {
  const groups = new Map();
  for (const link of thing.links) {
    if (!link.shown) continue;
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
        .map((link) =>
          el(
            "li",
            {},
            thingButton(otherEnd(link, thing)),
            el(
              "button",
              {
                type: "button",
                class: "why",
                "aria-label": `About the link: ${cut(link.name, 100)}`,
                onclick: () => choose({ edge: link.key, node: null }),
              },
              `${markOf(link)}why`,
            ),
          ),
        );
      const open = group.length <= 12;
      return el(
        "details",
        { class: "links", open },
        el("summary", {}, `${caption} `, el("span", { class: "count" }, String(group.length))),
        el("ul", {}, rows),
      );
    });
}

function thingPanel(thing) {
  const about = thing.about ?? {};
  const tags = [families.get(thing.family)?.label, seniorities.get(thing.seniority)?.label]
    .filter(Boolean)
    .map(oneLine)
    .join(" · ");
  const plain = thing.about
    ? null
    : oneLine(thing.raw.title) && el("p", { dir: "auto" }, cut(clean(thing.raw.title), 6000));
  const links = (about.links ?? []).map((link) => el("li", {}, outsideLink(link.label, link.url)));
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
        ? el("button", { type: "button", id: "way-from", onclick: () => askForTarget(thing) }, "Way from here …")
        : null,
    ),
    plain,
    about.aliases?.length
      ? el(
          "p",
          { class: "aliases", dir: "auto" },
          el("span", {}, "Also: "),
          about.aliases.map(oneLine).join(", "),
        )
      : null,
    factList(about.facts),
    links.length ? el("ul", { class: "outside" }, links) : null,
    ...neighbourLists(thing),
    sourceList(usedSources(about.facts), true),
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
    sourceList(usedSources(facts), true),
  ];
}

// Stops with the link that leads to each, and what hangs off it on a route.
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
    steps.map(({ thing, link, extras }) =>
      el("li", {}, via(link) || null, thingButton(thing), beside(extras) || null),
    ),
  );
}

function wayPanel() {
  const from = thingOf.get(state.from);
  return [
    head(["Way"], way ? plural(way.length, "step", "steps") : "No way"),
    el("p", { dir: "auto", id: "way-text" }, describeWay()),
    way ? stepsList([{ thing: from, link: null }, ...way]) : null,
    el(
      "p",
      { class: "note" },
      "Found on this page by number of steps. The command careergraph path weighs skills, time and evidence.",
    ),
    el(
      "div",
      { class: "buttons" },
      el(
        "button",
        { type: "button", onclick: () => choose({ from: state.to, to: state.from }) },
        "Other way round",
      ),
      el("button", { type: "button", onclick: () => choose(nothingChosen) }, "Clear"),
    ),
  ];
}

function routePanel() {
  const route = routes[state.route];
  const { edges, nodes } = routeFocus(state.route);
  const stops = route.nodes.map((id) => thingOf.get(String(id))).filter((thing) => thing?.class === "role");
  const reached = (thing, index) =>
    [...edges].find((link) => link.from === stops[index - 1] && link.to === thing) ?? null;
  const hanging = (thing) =>
    [...nodes].filter(
      (one) =>
        one.class !== "role" && thing.links.some((link) => edges.has(link) && otherEnd(link, thing) === one),
    );
  const steps = stops.map((thing, index) => ({
    thing,
    link: index ? reached(thing, index) : null,
    extras: hanging(thing),
  }));
  return [
    head(["Route"], clean(route.label)),
    stepsList(steps),
    el(
      "div",
      { class: "buttons" },
      el("button", { type: "button", onclick: () => choose(nothingChosen) }, "All routes"),
    ),
  ];
}

function aboutPanel() {
  return [
    head(
      ["About this picture"],
      clean(page.title),
      page.subtitle ? el("p", { class: "tags", dir: "auto" }, clean(page.subtitle)) : null,
    ),
    page.notices?.length
      ? el(
          "ul",
          { class: "notices" },
          page.notices.map((notice) => el("li", { dir: "auto" }, clean(notice))),
        )
      : null,
    el(
      "p",
      {},
      `${plural(substance.length, "node", "nodes")} and ${plural(links.length, "link", "links")}. Click one for what is known of it and who says so. Click a role and “Way from here” to find a way to another.`,
    ),
    sourceList(
      sources.map((_, index) => index),
      true,
    ),
    el("p", { class: "iri" }, graphName),
  ];
}

function drawPanel() {
  const content = state.edge
    ? linkPanel(linkOf.get(state.edge))
    : state.node
      ? thingPanel(thingOf.get(state.node))
      : state.from && state.to
        ? wayPanel()
        : state.route !== null
          ? routePanel()
          : aboutPanel();
  find("panel").replaceChildren(...content.filter(Boolean));
  find("panel").scrollTop = 0;
}

function closePanel() {
  if (narrow.matches) openSheet(null);
  choose(state.node || state.edge ? { node: null, edge: null } : nothingChosen);
  if (state.view === "picture") container.focus({ preventScroll: true });
}

// On a narrow screen legend and panel are sheets over the picture, one at a time.
function openSheet(name) {
  if (name) document.body.dataset.sheet = name;
  else delete document.body.dataset.sheet;
  find("open-legend").setAttribute(
    "aria-expanded",
    String(name === "legend" || (!narrow.matches && !document.body.dataset.folded)),
  );
}

function pickThing(thing, move = false) {
  if (waiting && !canEndWay(thing)) {
    announce("A way leads from role to role.");
    find("banner-text").textContent = `${cut(thing.name, 60)} is no role: a way leads from role to role.`;
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
