/** Text fields with suggestions, after the combobox pattern of the ARIA Authoring Practices Guide. */

import { ask } from "./api.js";
import { make } from "./dom.js";

const WAIT = 120;
const MOST = 15;
const LIKELY = 90;

/**
 * Give an input suggestions of a kind from the catalog.
 * `choose` is called with the entry that is chosen; typing forgets it.
 */
export function suggest(input, list, kind, choose) {
  let entries = [],
    active = -1,
    timer = 0,
    request = null;

  function close() {
    clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(place) {
    active = place;
    for (const [number, item] of [...list.children].entries())
      item.setAttribute("aria-selected", String(number === place));
    const item = list.children[place];
    if (!item) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  function take(place) {
    const entry = entries[place];
    close();
    input.value = entry.label;
    choose(entry);
  }

  async function look() {
    const text = input.value.trim();
    if (!text) return close();
    request?.abort();
    request = new AbortController();
    let answer;
    try {
      answer = await ask("search", { text, kind, limit: MOST }, { signal: request.signal });
    } catch {
      return;
    }
    if (document.activeElement !== input) return;
    entries = answer.results;
    list.replaceChildren(
      ...entries.map((entry, number) => {
        const also = entry.aliases.slice(0, 4).join(", ") || whyFound(entry, text);
        const item = make(
          "li",
          { role: "option", id: `${list.id}-${number}`, "aria-selected": "false" },
          entry.label,
          also ? make("small", {}, also) : null,
        );
        item.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          take(number);
        });
        return item;
      }),
    );
    active = -1;
    list.hidden = entries.length === 0;
    input.setAttribute("aria-expanded", String(entries.length > 0));
    input.removeAttribute("aria-activedescendant");
  }

  input.addEventListener("input", () => {
    choose(null);
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const open = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return look();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(active < 0 && step < 0 ? entries.length - 1 : (active + step + entries.length) % entries.length);
    } else if (event.key === "Enter" && open && active >= 0) {
      event.preventDefault();
      take(active);
    } else if (event.key === "Enter") {
      close(); // what is typed is sent: suggestions that come later would cover the answer
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    }
  });
  return { close };
}

/** Return why a job title finds an entry whose names do not hold it, if it probably means it. */
function whyFound({ label, score }, text) {
  const isNamed = label.toLowerCase().includes(text.toLowerCase());
  return isNamed || score < LIKELY ? "" : `may be called “${text}”`;
}

/** Make a field for several things of a kind; chosen things are listed below it and can be removed. */
export function manyOf(field, name, kind, change) {
  const chosen = [];
  const input = make("input", {
    id: name,
    type: "text",
    placeholder: field.dataset.hint,
    role: "combobox",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    "aria-controls": `${name}-list`,
    spellcheck: "false",
  });
  const list = make("ul", {
    id: `${name}-list`,
    role: "listbox",
    "aria-label": field.querySelector("label").textContent,
    hidden: true,
  });
  const chips = make("ul", { class: "chip-list" });
  field.append(make("div", { class: "field" }, input, list), chips);

  function show() {
    chips.replaceChildren(
      ...chosen.map((entry) => {
        const button = make("button", { type: "button", "aria-label": `Remove ${entry.label}` }, `${entry.label} ×`);
        button.addEventListener("click", () => {
          remove(entry.iri);
          input.focus();
        });
        return make("li", {}, button);
      }),
    );
  }
  function add(entry) {
    if (!chosen.some((other) => other.iri === entry.iri)) chosen.push({ iri: entry.iri, label: entry.label });
    show();
  }
  function remove(iri) {
    const place = chosen.findIndex((entry) => entry.iri === iri);
    if (place >= 0) chosen.splice(place, 1);
    show();
    change();
  }
  const { close } = suggest(input, list, kind, (entry) => {
    if (!entry) return;
    input.value = "";
    add(entry);
    change();
  });
  input.addEventListener("keydown", (event) => {
    const text = input.value.trim();
    if (event.key !== "Enter" || event.defaultPrevented || !text) return;
    event.preventDefault(); // what is typed counts, as it does on the command line
    close();
    input.value = "";
    add({ iri: text, label: text });
    change();
  });
  return {
    get values() {
      return chosen.map((entry) => entry.iri);
    },
    get entries() {
      return [...chosen];
    },
    set(entries) {
      chosen.splice(0, chosen.length, ...entries);
      show();
    },
    add,
  };
}
