/*
 * Search for 年报, in the reader's browser.
 *
 * A plain script without dependencies or build step. The data are scripts too (search/index.js,
 * search/t/3f.js, …): each calls nianbao.shard(name, value), so search works under any path, under a
 * strict content policy and from a disk. What the files hold is said in nianbao/search/index.py.
 *
 *   nianbao.search(query, {year, region, category, requests})   → promise of all results, verified
 *   nianbao.fold(text)                                          → the text as search sees it
 *
 * Without this script the page is a form and links to the years.
 */
(function () {
  "use strict";

  const nianbao = (window.nianbao = window.nianbao || {});
  const form = document.querySelector("form[data-search-index]");
  const root = form ? form.dataset.searchIndex.replace(/search\/index\.js$/, "") : "";

  const PAGE = 10; // results shown at a time
  const BUDGET = 20; // reports looked through before asking whether to go on
  const ROUND = 6; // terms looked up at a time, until few reports are left;
  const TERMS = 24; // at most so many: the text is verified anyway

  // ---- Data files ------------------------------------------------------------------------------

  const arrived = new Map(); // name → value, between the call of a script and its load event
  const files = new Map(); // name → promise of its value

  nianbao.shard = function (name, value) {
    arrived.set(name, value);
  };

  /** A promise of a data file's value. A file that failed is asked for again the next time. */
  function load(name) {
    if (!files.has(name)) {
      const promise = name === "index" ? fetchScript(name, "") : fetchNumbered(name);
      files.set(name, promise);
      promise.catch(() => files.delete(name));
    }
    return files.get(name);
  }

  /** The address changes with the numbers of reports, so that old and new files are never mixed. */
  async function fetchNumbered(name) {
    const index = await load("index");
    return fetchScript(name, "?v=" + index.numbering);
  }

  function fetchScript(name, version) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const path = "search/" + name + ".js";
      const finish = () => {
        script.remove();
        if (arrived.has(name)) {
          resolve(arrived.get(name));
          arrived.delete(name);
        } else {
          reject(Object.assign(new Error(path), { path: path }));
        }
      };
      script.onload = finish;
      script.onerror = finish;
      script.src = root + path + version;
      document.head.append(script);
    });
  }

  // ---- Text: the same rules as nianbao/search/text.py ------------------------------------------

  const INVISIBLE = /[\p{Cf}\u034f\u180b-\u180d\u180f\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;
  const BREAK = /[\p{P}\p{S}\p{Z}\p{Cc}\p{Cs}]/gu;

  /** Runs of letters, marks and digits in NFKC and lower case, parted by single blanks. */
  function fold(text) {
    return withoutOtherPoints(foldCharacters(text)).replace(/ +/g, " ").trim();
  }

  function foldCharacters(text) {
    const lowered = text.normalize("NFKC").toLowerCase().replace(/ς/g, "σ").replace(INVISIBLE, "");
    return lowered.replace(BREAK, (character) => (character === "." ? "." : " "));
  }

  /** The same with points between digits only; each other point is a blank. */
  function withoutOtherPoints(text) {
    return text.split(".").reduce((before, after) => {
      const decimal = /[0-9]$/.test(before) && /^[0-9]/.test(after);
      return before + (decimal ? "." : " ") + after;
    });
  }

  // A character with the marks that belong to it, or a row of Hangul: what NFKC may join.
  const CLUSTER =
    /[\u1100-\u11ff\ua960-\ua97f\uac00-\ud7ff]+|[^\p{M}\uff9e\uff9f][\p{M}\uff9e\uff9f]*|[\p{M}\uff9e\uff9f]+/gu;

  /** The folded text, blanks as they come, and for each of its units where the original starts and ends. */
  function foldWithPlaces(text) {
    let folded = "";
    const starts = [];
    const ends = [];
    let at = 0;
    for (const cluster of text.match(CLUSTER) || []) {
      const piece = foldCharacters(cluster);
      for (let unit = 0; unit < piece.length; unit++) {
        starts.push(at);
        ends.push(at + cluster.length);
      }
      folded += piece;
      at += cluster.length;
    }
    folded = withoutOtherPoints(folded);
    const expected = fold(text);
    if (folded.replace(/ +/g, " ").trim() === expected) return { shown: text, folded, starts, ends };
    // A rare script joins characters over our cuts: show the folded text instead.
    const places = Array.from({ length: expected.length }, (_, place) => place);
    return { shown: expected, folded: expected, starts: places, ends: places.map((place) => place + 1) };
  }

  /** Folded and without blanks: for names and labels, where 三（三）1.属于国家秘密 is one word. */
  function compact(text) {
    return fold(text).replace(/ /g, "");
  }

  /** The parts of a query; each must be found. */
  function partsOf(query) {
    return [...new Set(fold(query).split(" "))].filter(Boolean);
  }

  /** The pairs of neighbours of a part. Characters are code points: 𠮷 is one. */
  function pairsOf(part) {
    const characters = Array.from(part);
    return characters.slice(1).map((character, place) => characters[place] + character);
  }

  /** The terms a part is found by: its pairs, but two digits go with the character after them. */
  function termsOfPart(part) {
    const pairs = pairsOf(part);
    const next = Array.from(part).slice(2);
    const number = (place) => /^[0-9]{2}$/.test(pairs[place]) && place < next.length;
    const terms = pairs.map((pair, place) => {
      if (number(place)) return String.fromCharCode(0x2500 + Number(pair)) + next[place];
      return place > 0 && number(place - 1) ? "" : pair;
    });
    return terms.filter(Boolean);
  }

  // ---- Postings: the same code as nianbao/search/postings.py -----------------------------------

  function shardOf(term, shards) {
    const characters = Array.from(term, (character) => character.codePointAt(0));
    const shard = ((characters[0] * 31337 + characters[1] * 271) % 65521) % shards;
    return "t/" + shard.toString(16).padStart((shards - 1).toString(16).length, "0");
  }

  /** The encoded ranks of a term in a shard's text, or "" when it is not there. */
  function entryOf(text, term) {
    const at = text.indexOf(" " + term);
    if (at < 0) return "";
    const start = at + 1 + term.length;
    const end = text.indexOf(" ", start);
    return end < 0 ? text.slice(start) : text.slice(start, end);
  }

  function eachRank(encoded, visit) {
    let rank = -1;
    for (let at = 0; at < encoded.length; at++) {
      if (encoded[at] === "!") {
        at++;
        for (let length = number(encoded.charCodeAt(at)); length > 0; length--) visit(++rank);
      } else {
        rank += number(encoded.charCodeAt(at)) + 1;
        visit(rank);
      }
    }
  }

  function number(code) {
    if (code < 0x5c) return code - 0x23;
    return code < 0xa1 ? code - 0x24 : code - 0xa1 + 90;
  }

  // ---- Candidates: reports that hold every term ------------------------------------------------

  /** A list from its ends inwards: first, last, middle, then ever finer. */
  function spread(list) {
    const order = new Set([0, list.length - 1]);
    for (let step = list.length; step > 0.5; step /= 2) {
      for (let at = step / 2; at < list.length; at += step) order.add(Math.floor(at));
    }
    return [...order].map((place) => list[place]).filter(Boolean);
  }

  /** The terms of all parts, in turns, those that lie far apart first. */
  function termsOf(parts) {
    const lists = parts.map((part) => spread(termsOfPart(part)));
    const terms = new Set();
    for (let turn = 0; lists.some((list) => turn < list.length); turn++) {
      lists.filter((list) => turn < list.length).forEach((list) => terms.add(list[turn]));
    }
    return [...terms].slice(0, Math.max(TERMS, parts.length));
  }

  /** For each term its encoded ranks, by segment: [in all text, in titles and names]. */
  function postingsOf(terms, index) {
    return Promise.all(
      terms.map(async (term) => {
        const shard = await load(shardOf(term, index.shards));
        return shard.map(([text, titles]) => [entryOf(text, term), entryOf(titles, term)]);
      })
    );
  }

  /** For each segment an array with 1 for the reports that pass the filters. */
  async function filtered(filters, index) {
    const inYear = index.segments.map(([, year, size]) =>
      new Uint8Array(size).fill(filters.year && Number(filters.year) !== year ? 0 : 1)
    );
    const byRequests = filters.requests === true || filters.requests === false;
    if (!filters.region && !filters.category && !byRequests) return inYear;
    const [regions, categories, segments] = await load("filters");
    const region = regions.indexOf(filters.region);
    const category = categories.indexOf(filters.category);
    segments.forEach(([regionCodes, categoryCodes, requests], segment) => {
      inYear[segment].forEach((_, rank) => {
        const other =
          (filters.region && number(regionCodes.charCodeAt(rank)) !== region) ||
          (filters.category && number(categoryCodes.charCodeAt(rank)) !== category) ||
          (byRequests && requests[rank] !== (filters.requests ? "1" : "0"));
        if (other) inYear[segment][rank] = 0;
      });
    });
    return inYear;
  }

  /** The reports of a segment, out of `allowed`, that are in every one of the encoded lists. */
  function intersection(lists, allowed) {
    let left = allowed;
    for (const encoded of lists) {
      const next = new Uint8Array(left.length);
      eachRank(encoded, (rank) => (next[rank] = left[rank]));
      left = next;
    }
    return left;
  }

  /** The marked reports of all segments. */
  function numbersOf(marks) {
    const found = [];
    marks.forEach((left, segment) => left.forEach((mark, rank) => mark && found.push({ segment, rank })));
    return found;
  }

  function total(marks) {
    return marks.reduce((sum, left) => left.reduce((count, mark) => count + mark, sum), 0);
  }

  const byNumber = (a, b) => a.segment - b.segment || a.rank - b.rank;

  /** {titles, others, certain}: reports to verify, in order; `certain` when the index alone is proof. */
  async function candidates(parts, filters) {
    const index = await load("index");
    const single = parts.every((part) => Array.from(part).length === 1);
    const terms = single ? parts.map((part) => part + "_") : termsOf(parts);
    const round = Math.max(ROUND, parts.length);
    let anywhere = await filtered(filters, index);
    let inTitles = anywhere;
    let start = 0;
    do {
      const postings = await postingsOf(terms.slice(start, start + round), index);
      const narrow = (marks, kind) =>
        marks.map((left, segment) => intersection(postings.map((lists) => lists[segment][kind]), left));
      anywhere = single ? anywhere : narrow(anywhere, 0);
      inTitles = narrow(inTitles, 1);
      start += round;
    } while (start < terms.length && total(anywhere) > 2 * PAGE);
    const besides = (marks, segment) => marks.map((mark, rank) => (inTitles[segment][rank] ? 0 : mark));
    const others = single ? [] : anywhere.map(besides);
    const certain = single || (start >= terms.length && parts.every((part) => termsOfPart(part).length === 1));
    return { titles: numbersOf(inTitles), others: numbersOf(others), certain };
  }

  // ---- Verification against the text -----------------------------------------------------------

  /** A report: what is shown, and its folded texts. */
  async function report(found) {
    const index = await load("index");
    const name = "x/" + index.segments[found.segment][0] + "/" + Math.floor(found.rank / index.texts);
    const record = (await load(name))[found.rank % index.texts];
    if (!record.folded) {
      const [url, title, agency, agencyPath, names, sections] = record;
      record.folded = {
        url,
        title,
        agency,
        agencyPath,
        names,
        sections,
        year: index.segments[found.segment][1],
        head: fold([title, agency, ...names].join("\n")),
        texts: sections.map((section) => fold(section[2])),
      };
    }
    return record.folded;
  }

  /** "title" when every part is in title and names, "text" when every part is somewhere, else "". */
  function match(shown, parts, onlyTitle) {
    if (parts.every((part) => shown.head.includes(part))) return "title";
    if (onlyTitle) return "";
    const somewhere = (part) => shown.head.includes(part) || shown.texts.some((text) => text.includes(part));
    return parts.every(somewhere) ? "text" : "";
  }

  /** Verified reports, some at a time: those with a title hit, then newer years first. */
  class Hits {
    constructor(parts, found) {
      this.parts = parts;
      this.titles = found.titles;
      this.others = found.others;
      this.certain = found.certain;
      this.onlyTitle = found.others.length === 0 && parts.every((part) => Array.from(part).length === 1);
      this.most = found.titles.length + found.others.length;
      this.checked = 0;
      this.shown = 0;
      this.late = []; // title candidates whose parts are all there, but not all in the title
    }

    get done() {
      return this.titles.length + this.late.length + this.others.length === 0;
    }

    /** How many there are; `exact` is false while it is only known that there are not more. */
    get count() {
      return { number: this.most - (this.checked - this.shown), exact: this.certain || this.done };
    }

    /** The next results, at most `wanted`; fewer when `budget` reports were looked through before. */
    async next(wanted, budget) {
      const results = [];
      while (results.length < wanted && budget > 0 && !this.done) {
        const inTitles = this.titles.length > 0;
        const queue = inTitles ? this.titles : this.remaining();
        const batch = queue.slice(0, Math.min(wanted - results.length, budget));
        const texts = await Promise.all(batch.map(report)).catch((error) => error);
        if (texts instanceof Error) {
          if (results.length) break; // show what there is; the next call meets the failure again
          throw texts;
        }
        queue.splice(0, batch.length);
        budget -= batch.length;
        batch.forEach((found, place) => this.judge(found, texts[place], inTitles, results));
      }
      return results;
    }

    remaining() {
      if (this.late.length) {
        this.others = this.others.concat(this.late.splice(0)).sort(byNumber);
      }
      return this.others;
    }

    judge(found, shown, inTitles, results) {
      const kind = match(shown, this.parts, this.onlyTitle);
      if (inTitles && kind === "text") {
        this.late.push(found);
        return;
      }
      this.checked++;
      if (!kind) return;
      this.shown++;
      results.push(resultOf(shown, this.parts, kind));
    }
  }

  // ---- What a result shows ---------------------------------------------------------------------

  /** {url, title, agency, year, heading, excerpt}; an excerpt is a list of [text, marked]. */
  function resultOf(shown, needles, kind) {
    const counts = shown.texts.map((text) => needles.filter((needle) => text.includes(needle)).length);
    const section = counts.indexOf(Math.max(...counts, 1));
    const { url, title, agency, year } = shown;
    const result = { url, title, agency, year, heading: "", excerpt: [] };
    if (section >= 0) {
      const [anchor, heading, text] = shown.sections[section];
      result.heading = heading;
      result.excerpt = excerpt(text, needles);
      if (anchor) result.url += "#" + anchor;
    } else if (kind === "title" && !needles.every((needle) => fold(shown.title).includes(needle))) {
      result.heading = "单位名称";
      result.excerpt = excerpt([shown.agency, ...shown.names].join("、"), needles);
    } else if (shown.sections.length) {
      result.excerpt = excerpt(shown.sections[0][2], needles);
    }
    return result;
  }

  const BEFORE = 24; // characters of an excerpt before the first mark
  const LENGTH = 84; // about two lines

  function excerpt(text, needles) {
    const { shown, folded, starts, ends } = foldWithPlaces(text);
    const hits = [];
    for (const needle of needles) {
      for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + needle.length)) {
        hits.push([starts[at], ends[at + needle.length - 1]]);
      }
    }
    const marks = joined(hits);
    const start = whole(shown, marks.length ? Math.max(0, marks[0][0] - BEFORE) : 0);
    const least = marks.length ? marks[0][1] - start : 0;
    const end = whole(shown, Math.min(shown.length, start + Math.max(LENGTH, least)));
    const pieces = start > 0 ? [["……", false]] : [];
    let at = start;
    for (const [from, to] of marks) {
      if (from >= end) break;
      if (from > at) pieces.push([shown.slice(at, from), false]);
      pieces.push([shown.slice(from, Math.min(to, end)), true]);
      at = Math.min(to, end);
    }
    if (at < end) pieces.push([shown.slice(at, end), false]);
    if (end < shown.length) pieces.push(["……", false]);
    return pieces.map(([piece, marked]) => [piece.replace(/\s+/g, " "), marked]);
  }

  /** Stretches in order, those that touch made one. */
  function joined(stretches) {
    const result = [];
    for (const [start, end] of stretches.sort((a, b) => a[0] - b[0])) {
      const last = result[result.length - 1];
      if (last && start <= last[1]) last[1] = Math.max(last[1], end);
      else result.push([start, end]);
    }
    return result;
  }

  /** A place that does not cut an astral character in two. */
  function whole(text, place) {
    const code = text.charCodeAt(place);
    return code >= 0xdc00 && code <= 0xdfff ? place - 1 : place;
  }

  // ---- When nothing was found ------------------------------------------------------------------

  /** Other wordings of a query, likeliest first: simplified characters, then words that mean the same. */
  async function otherWordings(query) {
    const [aliases, characters] = await load("words");
    const list = Array.from(characters);
    const simple = new Map();
    for (let place = 0; place + 1 < list.length; place += 2) simple.set(list[place], list[place + 1]);
    const folded = fold(query);
    const simplified = Array.from(folded, (character) => simple.get(character) || character).join("");
    const wordings = [simplified];
    for (const pair of aliases) {
      const [one, other] = pair.map(fold);
      if (one && simplified.includes(one)) wordings.push(simplified.split(one).join(other));
      if (other && simplified.includes(other)) wordings.push(simplified.split(other).join(one));
    }
    const others = [...new Set(wordings)].filter((wording) => wording !== folded);
    return { simplified, wordings: others.slice(0, 6) };
  }

  /** Reports with at least a third of the query's terms, most of them first; nothing is to be verified. */
  class PartialHits {
    constructor(query, found) {
      this.needles = [...new Set([].concat(...partsOf(query).map(pairsOf)))];
      this.found = found;
      this.count = { number: found.length, exact: true };
    }

    get done() {
      return this.found.length === 0;
    }

    async next(wanted) {
      const batch = this.found.slice(0, wanted);
      const texts = await Promise.all(batch.map(report));
      this.found.splice(0, batch.length);
      return texts.map((shown) => resultOf(shown, this.needles, "title"));
    }
  }

  async function partial(query, filters) {
    const index = await load("index");
    const terms = termsOf(partsOf(query)).slice(0, 2 * ROUND);
    if (terms.length < 2) return new PartialHits(query, []);
    const allowed = await filtered(filters, index);
    const postings = await postingsOf(terms, index);
    const found = [];
    allowed.forEach((marks, segment) => {
      const scores = new Uint8Array(marks.length);
      postings.forEach((lists) => eachRank(lists[segment][0], (rank) => (scores[rank] += marks[rank])));
      scores.forEach((score, rank) => {
        if (score > 0 && score * 3 >= terms.length) found.push({ segment, rank, score });
      });
    });
    found.sort((a, b) => b.score - a.score || byNumber(a, b));
    return new PartialHits(query, found);
  }

  // ---- Figures of a row of the form ------------------------------------------------------------

  /** Rows whose label is the query, or holds a good part of it; few, the shortest label first. */
  async function rowsFor(query) {
    const index = await load("index");
    const asked = [compact(query), ...partsOf(query)].filter((text) => text.length > 1);
    const rows = [];
    for (const [key, labels, place, anchor, unit, count] of index.labels) {
      const enough = (text, label) =>
        label.includes(text) && (text.length > 3 || text.length * 2 > label.length);
      const fitting = labels.map(compact).filter((label) => asked.some((text) => enough(text, label)));
      if (!fitting.length) continue;
      const length = Math.min(...fitting.map((label) => label.length));
      rows.push({ key, label: labels[0], place, anchor, unit, count, length });
    }
    return rows.sort((a, b) => a.length - b.length).slice(0, 5);
  }

  /** The reports with a figure in this row: [{segment, rank, figure}], newest first. */
  async function figuresOf(row, filters) {
    if (!row.count) return [];
    const index = await load("index");
    const allowed = await filtered(filters, index);
    const found = [];
    (await load("f/" + row.key)).forEach(([ranks, figures], segment) => {
      const list = figures.split(" ");
      let place = 0;
      eachRank(ranks, (rank) => {
        const figure = list[place++];
        if (allowed[segment][rank]) found.push({ segment, rank, figure });
      });
    });
    return found;
  }

  /** A figure with its report: {url, agency, year, figure}. */
  async function figureLine(found, row) {
    const index = await load("index");
    const [name, year] = index.segments[found.segment];
    const [urls, , agencies] = await load("d/" + name + "/" + Math.floor(found.rank / index.rows));
    const place = found.rank % index.rows;
    const url = urls[place] + (row.anchor ? "#" + row.anchor : "");
    return { url, agency: agencies[place], year, figure: found.figure };
  }

  // ---- Agencies --------------------------------------------------------------------------------

  /** Agencies whose name, short or former name holds the text: [{path, name, other}], best first. */
  async function agenciesFor(text) {
    const asked = compact(text);
    if (!asked) return [];
    const found = [];
    (await load("names")).forEach(([path, name, others], order) => {
      const fitting = [name, ...others].filter((one) => compact(one).includes(asked));
      if (!fitting.length) return;
      const best = Math.min(...fitting.map((one) => compact(one).indexOf(asked)));
      found.push({ path, name, other: fitting[0] === name ? "" : fitting[0], best, order });
    });
    return found.sort((a, b) => a.best - b.best || a.order - b.order);
  }

  // ---- A whole search --------------------------------------------------------------------------

  /**
   * {kind, wording, hits, first, rows}. `kind` is empty, short (one character), found, other (found in
   * another wording), partial or none; `first` are the first results, `hits.next` gives more.
   */
  async function start(query, filters) {
    const parts = partsOf(query);
    const nothing = new PartialHits("", []);
    if (!parts.length) return { kind: "empty", wording: query, hits: nothing, first: [], rows: [] };
    const rows = await rowsFor(query);
    const search = async (wording, kind) => {
      const hits = new Hits(partsOf(wording), await candidates(partsOf(wording), filters));
      return { kind, wording, hits, first: await hits.next(PAGE, BUDGET), rows };
    };
    const single = parts.every((part) => Array.from(part).length === 1);
    const found = await search(query, single ? "short" : "found");
    if (found.first.length || !found.hits.done) return found;
    const { simplified, wordings } = await otherWordings(query);
    for (const wording of wordings) {
      const other = await search(wording, "other");
      if (other.first.length) return other;
    }
    if (rows.length || single) return Object.assign(found, { kind: "none" });
    const hits = await partial(simplified, filters);
    const kind = hits.done ? "none" : "partial";
    return { kind, wording: simplified, hits, first: await hits.next(PAGE), rows };
  }

  nianbao.fold = fold;

  /** Everything at once: {kind, wording, count, results, rows}. For tests and for the curious. */
  nianbao.search = async function (query, filters) {
    const { kind, wording, hits, first, rows } = await start(query, filters || {});
    const results = first;
    while (!hits.done) results.push(...(await hits.next(100, 100)));
    return { kind, wording, count: results.length, results, rows };
  };

  // ---- The page --------------------------------------------------------------------------------

  if (!form) return;

  const field = form.elements.namedItem("q");
  const status = document.getElementById("search-status");
  const agencies = document.getElementById("search-agencies");
  const output = document.getElementById("search-output");
  const years = document.getElementById("search-years");
  let turn = 0; // answers to an earlier question are dropped

  function fill(place, ...children) {
    place.textContent = "";
    place.append(...children);
  }

  /** An element with a class and children (texts or elements). */
  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  }

  function link(url, ...children) {
    const made = element("a", "", ...children);
    made.href = root + url;
    return made;
  }

  function button(text, action) {
    const made = element("button", "search-more", text);
    made.type = "button";
    made.addEventListener("click", action);
    return made;
  }

  function say(...children) {
    fill(status, ...children);
  }

  function filtersOf() {
    const value = (name) => (form.elements.namedItem(name) || {}).value || "";
    const requests = { 有: true, 无: false }[value("申请")];
    return { year: value("年份"), region: value("地区"), category: value("类别"), requests };
  }

  /** The address of this search; from a disk some browsers refuse to change it, which is no loss. */
  function remember() {
    const given = [...new FormData(form)].filter(([, value]) => value !== "");
    const address = given.length ? "?" + new URLSearchParams(given) : location.pathname;
    try {
      history.replaceState(null, "", address);
    } catch (error) {
      // The form has been answered all the same.
    }
  }

  function recall() {
    for (const [name, value] of new URLSearchParams(location.search)) {
      const control = form.elements.namedItem(name);
      if (control) control.value = value;
    }
  }

  async function answer() {
    const mine = ++turn;
    const query = field.value.trim();
    fill(output);
    years.hidden = true;
    if (!query) {
      say();
      return;
    }
    say("正在查找……");
    try {
      const found = await start(query, filtersOf());
      if (mine === turn) show(query, found);
    } catch (error) {
      if (mine === turn) sayFailure(error, answer);
    }
  }

  /** A data file did not come: say which, and offer to try again. Other errors are ours and are thrown. */
  function sayFailure(error, again) {
    if (!error.path) throw error;
    say(`搜索数据没有载入（${error.path}），现在的结果不完整。`, button("重试", again));
  }

  function show(query, found) {
    const rows = found.rows.map(figuresBox);
    output.append(...rows);
    if (rows.length && found.kind === "none") rows[0].open = true;
    years.hidden = found.kind !== "none";
    if (found.kind === "partial") output.append(element("h2", "", "部分相符的报告"));
    if (found.first.length) {
      const list = element("ol", "search-results");
      output.append(list);
      list.append(...found.first.map(resultItem));
    }
    sayCount(query, found);
    offerMore(query, found);
  }

  function sayCount(query, found) {
    const { number, exact } = found.hits.count;
    const count = exact ? `找到 ${number} 篇。` : `至多 ${number} 篇，已核对出 ${found.hits.shown} 篇。`;
    const messages = {
      empty: "请输入要查找的字词。",
      short: `只有一个字，只在标题和单位名称里查找：${count}`,
      found: count,
      other: `没有找到“${query}”，以下是“${found.wording}”的结果：${count}`,
      partial: `没有找到“${query}”。下面的报告含有其中一部分字词：${number} 篇。`,
      none: found.rows.length
        ? `正文里没有“${query}”；它是表格的栏目，各报告填的数见下。`
        : `没有找到“${query}”。可以换一个说法，去掉筛选条件，或者按年份查看。`,
    };
    say(messages[found.kind]);
  }

  function offerMore(query, found) {
    const { hits } = found;
    if (hits.done) return;
    const mine = turn;
    const text = hits.shown === 0 ? "继续查找" : `再显示 ${PAGE} 篇`;
    const more = button(text, async () => {
      more.disabled = true;
      try {
        const results = await hits.next(PAGE, BUDGET);
        if (mine !== turn) return;
        more.remove();
        appendResults(results);
        sayCount(query, found);
        offerMore(query, found);
      } catch (error) {
        more.disabled = false;
        sayFailure(error, () => more.click());
      }
    });
    output.append(more);
  }

  /** More results go to the end of the list, and the keyboard to the first of them. */
  function appendResults(results) {
    let list = output.querySelector(".search-results");
    if (!list) {
      list = element("ol", "search-results");
      output.append(list);
    }
    const items = results.map(resultItem);
    list.append(...items);
    if (items.length) items[0].querySelector("a").focus();
  }

  function resultItem(result) {
    const item = element("li", "search-result");
    item.append(link(result.url, result.title));
    const where = [`${result.year}年`, result.heading].filter(Boolean).join(" · ");
    item.append(element("p", "search-where", where));
    if (result.excerpt.length) {
      const pieces = result.excerpt.map(([text, marked]) => (marked ? element("mark", "", text) : text));
      item.append(element("p", "search-excerpt", ...pieces));
    }
    return item;
  }

  /** A row of the form: its figures come when the box is opened. */
  function figuresBox(row) {
    const box = element("details", "search-figures");
    box.append(element("summary", "", `表格栏目：${row.place} ${row.label}（${row.count} 篇填有数字）`));
    const body = element("div", "search-figures-body");
    box.append(body);
    box.addEventListener("toggle", () => {
      if (box.open && !body.childElementCount) showFigures(row, body);
    });
    return box;
  }

  async function showFigures(row, body) {
    fill(body, element("p", "", "正在载入……"));
    try {
      const found = await figuresOf(row, filtersOf());
      const list = element("ol", "search-figure-list");
      const count = found.length ? `${found.length} 篇填有数字，按年份从新到旧：` : "没有报告在这一栏填有大于 0 的数。";
      fill(body, element("p", "", count), list);
      await moreFigures(row, found, list, body);
    } catch (error) {
      if (!error.path) throw error;
      const again = button("重试", () => showFigures(row, body));
      fill(body, element("p", "", `搜索数据没有载入（${error.path}）。`, again));
    }
  }

  async function moreFigures(row, found, list, body) {
    const batch = found.slice(0, PAGE);
    const lines = await Promise.all(batch.map((one) => figureLine(one, row)));
    found.splice(0, batch.length);
    for (const line of lines) {
      const item = element("li", "", link(line.url, `${line.agency} ${line.year}年`));
      item.append("：", element("strong", "", line.figure), row.unit);
      list.append(item);
    }
    if (!found.length) return;
    const more = button(`再显示 ${PAGE} 篇`, () => {
      more.remove();
      moreFigures(row, found, list, body).catch((error) => {
        if (!error.path) throw error;
        body.append(more);
      });
    });
    body.append(more);
  }

  const OFFERS = 8;

  async function offerAgencies() {
    const text = field.value;
    let found = [];
    try {
      found = await agenciesFor(text);
    } catch (error) {
      if (!error.path) throw error; // the offers are a help only; the search itself says what is missing
    }
    if (text !== field.value) return;
    const items = found.slice(0, OFFERS).map((agency) => {
      const item = element("li", "", link(agency.path, agency.name));
      if (agency.other) item.append(`（${agency.other}）`);
      return item;
    });
    if (found.length > OFFERS) items.push(element("li", "", `等 ${found.length} 个单位`));
    fill(agencies);
    if (items.length) agencies.append(element("p", "", "单位"), element("ul", "", ...items));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    remember();
    answer();
  });
  form.addEventListener("change", (event) => {
    if (event.target === field) return;
    remember();
    answer();
  });
  field.addEventListener("focus", () => load("names").catch(() => {}), { once: true });
  field.addEventListener("input", (event) => {
    if (!event.isComposing) offerAgencies();
  });
  field.addEventListener("compositionend", offerAgencies);

  recall();
  if (field.value) {
    answer();
    offerAgencies();
  }
})();
