/** A plan as a timeline: one bar for the weeks of each skill. */

import { make } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";

/** Return the plan from the API; `tick` is called with a skill that is known, and with its place. */
export function showPlan({ plan, hours, total }, tick) {
  const last = Math.max(1, ...plan.items.map((item) => item.weeks?.high ?? 1));
  const items = plan.items.map((item, number) =>
    make(
      "li",
      {},
      make("span", { class: "weeks" }, item.weeks ? weeksText(item.weeks) : "done"),
      make("strong", {}, item.group ? `${item.group} (${item.skill.label})` : item.skill.label),
      bar(item.weeks, last),
      make("span", { class: "about" }, ...about(item, hours[number], plan.steps.length > 1)),
      known(item, () => tick(item.skill, number)),
    ),
  );
  const span = plan.weeks
    ? `, ${plan.weeks.low} to ${plan.weeks.high} weeks at ${plan.hours_per_week} hours a week`
    : "";
  return make(
    "section",
    { class: "sheet" },
    make("h2", { id: "plan-title" }, `Plan: ${plan.roles.map((role) => role.label).join(" → ")}`),
    make("p", {}, `${total} of learning${span}. The bars show the weeks in which to learn each.`),
    make("ol", { class: "timeline" }, ...items),
  );
}

function known({ skill }, tick) {
  const name = `I know ${skill.label} already`;
  return make("button", { type: "button", class: "link", "aria-label": name, onclick: tick }, "I know this");
}

function weeksText({ low, high }) {
  return low === high ? `week ${low}` : `weeks ${low} to ${high}`;
}

function about(item, hours, several) {
  const parts = [hours];
  if (several) parts.push(`for ${item.role.label}`);
  if (item.builds_on.length) parts.push(`builds on ${item.builds_on.map((one) => one.skill.label).join(", ")}`);
  const words = [parts.join("; ")];
  for (const resource of item.resources) {
    const web = /^https?:\/\//.test(resource.url ?? "");
    words.push(
      "; learn it from ",
      web ? make("a", { href: resource.url, rel: "noreferrer" }, resource.label) : resource.label,
      ` (${resource.kind})`,
    );
  }
  return words;
}

function bar(weeks, last) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", "0 0 100 8");
  picture.setAttribute("preserveAspectRatio", "none");
  picture.setAttribute("aria-hidden", "true");
  if (!weeks) return picture;
  const from = (100 * (weeks.low - 1)) / last,
    to = (100 * weeks.high) / last;
  const part = document.createElementNS(SVG, "rect");
  for (const [key, value] of Object.entries({ x: from, y: 0, width: to - from, height: 8, rx: 1 }))
    part.setAttribute(key, value);
  picture.append(part);
  return picture;
}
