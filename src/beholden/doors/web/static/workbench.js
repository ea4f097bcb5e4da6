// While a question is written: the gate's decision on it, and the names that it may use.
// Everything here is also had without it, by the buttons of the form.

const WAIT = 400;

for (const form of document.querySelectorAll("form[data-explain]")) {
  const area = form.querySelector("textarea");
  decideWhileTyping(form, area);
  suggestNames(form, area);
}

function decideWhileTyping(form, area) {
  const place = form.querySelector(".beholden-decision");
  let waiting = 0;
  let asking = null;
  area.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, WAIT);
  });
  if (area.value.trim() && !place.textContent.trim()) ask();

  // A word that is half written is nothing that the gate need refuse.
  function said(told) {
    if (told.allowed) return verdict(form, told);
    if (isHalfWritten(form, area)) return unread(form, { what: form.dataset.writing });
    return told.error ? unread(form, told.error) : verdict(form, told);
  }

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    if (!area.value.trim()) return place.replaceChildren();
    try {
      const answer = await fetch(form.dataset.explain, {
        method: "POST",
        headers: { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
        body: new URLSearchParams({ question: area.value }),
        signal: asking.signal,
      });
      const told = await answer.json();
      place.replaceChildren(said(told));
    } catch (fault) {
      // Without an answer (a lost connection, signed out since) nothing is claimed.
      if (fault.name !== "AbortError") place.replaceChildren();
    }
  }
}

function verdict(form, told) {
  if (!told.allowed) return refused(form, told.refusal);
  const clauses = told.clauses.map((one) => element("li", "", span("beholden-clause", one.clause), `: ${one.says}`));
  const list = element("ul", "govuk-list govuk-list--bullet", ...clauses);
  const says = element("summary", "govuk-details__summary", span("govuk-details__summary-text", form.dataset.because));
  const more = element("details", "govuk-details govuk-!-margin-bottom-0", says, element("div", "govuk-details__text", list));
  return element("div", "beholden-verdict", tag("green", form.dataset.allowed), more);
}

// What is refused goes on from "Not allowed:" elsewhere; here it stands by itself.
function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function refused(form, refusal) {
  const parts = [
    tag("red", form.dataset.refused),
    element("p", "govuk-body govuk-!-font-weight-bold", sentence(refusal.what)),
    element("p", "govuk-body", refusal.why, refusal.clause ? span("beholden-clause", ` (${refusal.clause})`) : ""),
  ];
  if (refusal.next_step) {
    const attempt = span("beholden-try", refusal.next_step);
    parts.push(element("p", "govuk-body", `${form.dataset.try}: `, attempt));
  }
  if (refusal.ask) parts.push(element("p", "govuk-body", `${form.dataset.whom} ${refusal.ask}`));
  return element("div", "beholden-verdict beholden-verdict--no", ...parts);
}

function unread(form, error) {
  const says = [error.what, error.why].filter(Boolean).join(" ");
  const parts = [tag("grey", form.dataset.unread), element("p", "govuk-body", says)];
  if (error.marked) parts.push(mark(error.marked));
  if (error.next) parts.push(element("p", "govuk-body", `${form.dataset.try}: `, span("beholden-try", error.next)));
  return element("div", "beholden-verdict beholden-verdict--wait", ...parts);
}

// Where the question cannot be read on; the words above say the line and the column too.
function mark(text) {
  const shown = element("pre", "beholden-mark", text);
  shown.setAttribute("aria-hidden", "true");
  return shown;
}

// Completion: a listbox below the question. Down and up choose, Enter or Tab takes, Escape closes.
// Nothing is chosen until an arrow is pressed, so Enter and Tab do what they always do until then.
function suggestNames(form, area) {
  const list = form.querySelector(".beholden-suggestions");
  const names = namesOf(JSON.parse(form.dataset.names || "{}"));
  let found = [];
  let at = -1;
  list.id = `${area.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.suggestions);
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", list.id);
  area.addEventListener("input", look);
  area.addEventListener("blur", close);
  area.addEventListener("keydown", (event) => {
    if (event.key === " " && event.ctrlKey) return take(event, look);
    if (list.hidden) return;
    if (event.key === "ArrowDown") take(event, () => choose((at + 1) % found.length));
    else if (event.key === "ArrowUp") take(event, () => choose((at + found.length - 1) % found.length));
    else if (event.key === "Escape") take(event, close);
    else if ((event.key === "Enter" || event.key === "Tab") && at >= 0) take(event, () => put(found[at]));
  });

  function look() {
    const word = wordBefore(area);
    found = word.text ? matching(names, word, area.value) : [];
    if (!found.length) return close();
    at = -1;
    area.removeAttribute("aria-activedescendant");
    list.replaceChildren(...found.map(option));
    list.hidden = false;
  }

  function option(name, index) {
    const kind = document.createElement("small");
    kind.textContent = name.kind;
    const shown = element("div", "beholden-suggestion", span("", name.text), kind);
    shown.id = `${list.id}-${index}`;
    shown.setAttribute("role", "option");
    shown.setAttribute("aria-selected", "false");
    // Before the field loses its focus, which would close the list.
    shown.addEventListener("mousedown", (event) => take(event, () => put(name)));
    return shown;
  }

  function choose(index) {
    at = index;
    [...list.children].forEach((shown, place) => shown.setAttribute("aria-selected", String(place === at)));
    area.setAttribute("aria-activedescendant", `${list.id}-${at}`);
    list.children[at].scrollIntoView({ block: "nearest" });
  }

  function put(name) {
    const word = wordBefore(area);
    area.setRangeText(name.text, word.from, area.selectionStart, "end");
    close();
    area.dispatchEvent(new Event("input", { bubbles: true }));
    close();
  }

  function close() {
    list.hidden = true;
    at = -1;
    area.removeAttribute("aria-activedescendant");
  }
}

// The names that there are: each table, and each column with the table that it is of.
function namesOf(tables) {
  return Object.entries(tables).flatMap(([table, columns]) => [
    { text: quoted(table), plain: table, kind: "table", table: "" },
    ...columns.map(([column, role]) => ({ text: quoted(column), plain: column, kind: `${role}, ${table}`, table })),
  ]);
}

function quoted(name) {
  return /^[a-z_][a-z0-9_]*$/i.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

// Whether the word at the cursor is the beginning of a name that may be used, and of no whole one.
function isHalfWritten(form, area) {
  const word = wordBefore(area);
  const names = namesOf(JSON.parse(form.dataset.names || "{}"));
  const whole = names.some((name) => name.plain.toLowerCase() === word.text.toLowerCase());
  return Boolean(word.text) && !whole && matching(names, word, area.value).length > 0;
}

// The word that ends at the cursor, with the table before a full stop.
function wordBefore(area) {
  const before = area.value.slice(0, area.selectionStart);
  const [, table, text] = before.match(/(?:([\w]+)\.)?([\w]*)$/);
  return { text: text || (table ? "." : ""), table: table || "", from: before.length - text.length };
}

// After a table's own name its columns alone; else every name, those of tables that are asked first.
function matching(names, word, question) {
  const begun = word.text === "." ? "" : word.text.toLowerCase();
  const of = names.filter((name) => name.table.toLowerCase() === word.table.toLowerCase());
  const among = word.table && of.length ? of : names;
  const fit = among.filter((name) => name.plain.toLowerCase().startsWith(begun) && name.plain.toLowerCase() !== begun);
  const asked = (name) => (name.table && question.includes(name.table) ? 0 : 1);
  return fit.sort((one, other) => asked(one) - asked(other)).slice(0, 12);
}

function take(event, act) {
  event.preventDefault();
  act();
}

function element(name, classes, ...parts) {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  made.append(...parts);
  return made;
}

function span(classes, text) {
  return element("span", classes, text);
}

function tag(colour, text) {
  return element("p", "govuk-body", element("strong", `govuk-tag govuk-tag--${colour}`, text));
}
