/*
 * What scripts add to the pages of 年报. Without this file every page is complete.
 *
 *   large text   a switch in the navigation, remembered on this computer
 *   print        a button on each report
 *   tables       on narrow screens the whole table is folded away under the list of its figures
 *   citation     a button that copies it
 *
 * A plain script, no dependencies; works from a disk and under a strict content policy.
 */
(function () {
  "use strict";

  var root = document.documentElement;
  var KEY = "nianbao-text";

  // Before anything is drawn, so that large text does not jump.
  root.setAttribute("data-text", recall());

  function recall() {
    try {
      return window.localStorage.getItem(KEY) === "large" ? "large" : "normal";
    } catch (error) {
      return "normal"; // storage may be forbidden: then the switch lasts for the page
    }
  }

  function remember(value) {
    try {
      window.localStorage.setItem(KEY, value);
    } catch (error) {
      return;
    }
  }

  function button(text, action) {
    var made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", action);
    return made;
  }

  function addTextSwitch(list) {
    var item = document.createElement("li");
    var made = button("大字", function () {
      var value = root.getAttribute("data-text") === "large" ? "normal" : "large";
      root.setAttribute("data-text", value);
      made.setAttribute("aria-pressed", String(value === "large"));
      remember(value);
    });
    made.setAttribute("aria-pressed", String(root.getAttribute("data-text") === "large"));
    item.appendChild(made);
    list.appendChild(item);
  }

  function addPrint(place) {
    place.appendChild(
      button("打印", function () {
        window.print();
      })
    );
  }

  // ---- Tables on narrow screens

  function foldTables(tables) {
    var narrow = window.matchMedia("screen and (max-width: 47.99em)");
    function set() {
      tables.forEach(function (table) {
        table.open = !narrow.matches;
      });
      reveal();
    }
    if (narrow.addEventListener) narrow.addEventListener("change", set);
    window.addEventListener("hashchange", reveal);
    window.addEventListener("beforeprint", function () {
      tables.forEach(function (table) {
        table.open = true;
      });
    });
    window.addEventListener("afterprint", set);
    // A link to the cell one is already at changes no address.
    document.addEventListener("click", function (event) {
      var link = event.target.closest && event.target.closest('a[href^="#"]');
      if (link) reveal(link.getAttribute("href"));
    });
    set();
  }

  /** Unfold what the address points into. */
  function reveal(address) {
    var hash = typeof address === "string" ? address : window.location.hash;
    var target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
    var folded = target && target.closest("details:not([open])");
    if (folded) {
      folded.open = true;
      target.scrollIntoView({ block: "center" });
    }
  }

  // ---- Citation

  function addCopy(text) {
    var made = button("复制", function () {
      copy(text, function (done) {
        made.textContent = done ? "已复制" : "请按 Ctrl+C 复制";
        window.setTimeout(function () {
          made.textContent = "复制";
        }, 4000);
      });
    });
    made.setAttribute("aria-live", "polite");
    var place = document.createElement("p");
    place.className = "tools";
    place.appendChild(made);
    text.parentNode.insertBefore(place, text.nextSibling);
  }

  function copy(element, then) {
    if (navigator.clipboard && navigator.clipboard.writeText) {
      navigator.clipboard.writeText(element.textContent).then(
        function () {
          then(true);
        },
        function () {
          then(select(element));
        }
      );
    } else {
      then(select(element));
    }
  }

  /** Select the text; true when the browser copied it, too. */
  function select(element) {
    window.getSelection().selectAllChildren(element);
    try {
      return document.execCommand("copy");
    } catch (error) {
      return false;
    }
  }

  function each(selector, action) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), action);
  }

  document.addEventListener("DOMContentLoaded", function () {
    each('[data-tools="page"]', addTextSwitch);
    each('[data-tools="report"]', addPrint);
    each("[data-copy]", addCopy);
    var tables = Array.prototype.slice.call(document.querySelectorAll("details.whole-table"));
    if (tables.length) foldTables(tables);
  });
})();
