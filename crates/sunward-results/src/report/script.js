(function () {
  "use strict";
  var card = document.getElementById("card");
  var pinned = null;

  // Titles become cards; without this script the browser shows them itself.
  var marks = Array.prototype.slice.call(document.querySelectorAll(".mark"));
  marks.forEach(function (mark) {
    var title = mark.querySelector("title");
    if (title) {
      mark.says = title.textContent;
      title.remove();
    }
  });

  function place(x, y) {
    var width = card.offsetWidth, height = card.offsetHeight;
    var left = x + 16, top = y + 16;
    if (left + width > window.innerWidth - 8) { left = x - width - 16; }
    if (left < 8) { left = 8; }
    if (top + height > window.innerHeight - 8) { top = y - height - 16; }
    if (top < 8) { top = 8; }
    card.style.left = left + "px";
    card.style.top = top + "px";
  }

  function show(mark, x, y) {
    if (!mark || !mark.says) { hide(); return; }
    if (card.of !== mark) {
      card.textContent = "";
      mark.says.split("\n").forEach(function (line, index) {
        var row = document.createElement("div");
        row.textContent = line;
        if (index === 0) { row.className = "head"; }
        card.appendChild(row);
      });
      card.of = mark;
    }
    card.hidden = false;
    place(x, y);
  }

  function hide() { card.hidden = true; card.of = null; }

  document.addEventListener("pointermove", function (event) {
    var mark = event.target.closest ? event.target.closest(".mark") : null;
    if (mark) { show(mark, event.clientX, event.clientY); } else if (!pinned) { hide(); }
  });
  document.addEventListener("pointerdown", function (event) {
    var mark = event.target.closest ? event.target.closest(".mark") : null;
    if (mark) { show(mark, event.clientX, event.clientY); } else { hide(); }
  });
  document.addEventListener("focusin", function (event) {
    var mark = event.target.closest ? event.target.closest(".mark") : null;
    pinned = mark;
    if (mark && mark.matches(":focus-visible")) {
      var box = mark.getBoundingClientRect();
      show(mark, box.left + box.width / 2, box.top + Math.min(box.height / 2, 60));
    }
  });
  document.addEventListener("focusout", function () { pinned = null; hide(); });
  window.addEventListener("scroll", function () { if (!pinned) { hide(); } }, { passive: true });

  // One mark of a drawing is in the order of tabs; arrows move between them.
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { hide(); return; }
    var mark = event.target.closest ? event.target.closest(".mark") : null;
    if (!mark) { return; }
    var step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -1e9, End: 1e9 }[event.key];
    if (!step) { return; }
    var all = Array.prototype.slice.call(mark.ownerSVGElement.querySelectorAll(".mark"));
    var next = all[Math.max(0, Math.min(all.length - 1, all.indexOf(mark) + step))];
    mark.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
    event.preventDefault();
  });

  // The filter of the ledger.
  var filter = document.getElementById("filter");
  var found = document.getElementById("found");
  if (filter) {
    var entries = Array.prototype.slice.call(document.querySelectorAll(".ledger .entry")).map(function (entry) {
      var rows = Array.prototype.slice.call(entry.querySelectorAll("tbody tr")).map(function (row) {
        return { row: row, text: row.textContent.toLowerCase() };
      });
      var head = entry.querySelector("summary").textContent + " " + entry.querySelector(".about").textContent;
      return { entry: entry, head: head.toLowerCase(), rows: rows };
    });
    filter.addEventListener("input", function () {
      var wanted = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      var count = 0;
      entries.forEach(function (item) {
        var shown = 0;
        item.rows.forEach(function (line) {
          var hit = wanted.every(function (word) { return line.text.indexOf(word) >= 0 || item.head.indexOf(word) >= 0; });
          line.row.hidden = !hit;
          if (hit) { shown += 1; }
        });
        count += shown;
        item.entry.hidden = shown === 0;
        item.entry.open = wanted.length > 0 && shown > 0 && shown < 60;
      });
      found.textContent = wanted.length ? count + (count === 1 ? " number" : " numbers") : "";
    });
  }

  // Claims: filtered by side, verdict and words; the address of one shows it alone.
  var claims = Array.prototype.slice.call(document.querySelectorAll(".claim"));
  var claimFilter = document.getElementById("claim-filter");
  if (claimFilter) {
    var claimWords = document.getElementById("claim-words");
    var claimFound = document.getElementById("claim-found");
    var claimBack = document.getElementById("claim-back");
    var choices = Array.prototype.slice.call(claimFilter.querySelectorAll("input[data-group]"));
    var texts = claims.map(function (claim) { return claim.textContent.toLowerCase(); });
    var sift = function () {
      var alone = claims.filter(function (claim) { return "#" + claim.id === location.hash; })[0];
      var chosen = function (group) {
        return choices.filter(function (box) { return box.checked && box.dataset.group === group; }).map(function (box) { return box.value; });
      };
      var sides = chosen("side"), verdicts = chosen("verdict");
      var wanted = claimWords.value.toLowerCase().split(/\s+/).filter(Boolean);
      var count = 0;
      claims.forEach(function (claim, index) {
        var hit = alone ? claim === alone
          : (!sides.length || sides.indexOf(claim.dataset.side) >= 0)
            && (!verdicts.length || verdicts.indexOf(claim.dataset.verdict) >= 0)
            && wanted.every(function (word) { return texts[index].indexOf(word) >= 0; });
        claim.hidden = !hit;
        if (hit) { count += 1; }
      });
      claimFilter.hidden = !!alone;
      claimBack.hidden = !alone;
      if (alone) { alone.open = true; }
      claimFound.textContent = count === claims.length ? "" : count + (count === 1 ? " claim" : " claims");
    };
    claimWords.addEventListener("input", sift);
    choices.forEach(function (box) { box.addEventListener("change", sift); });
    window.addEventListener("hashchange", function () {
      sift();
      var target = document.getElementById(location.hash.slice(1));
      if (target && target.classList.contains("claim")) { target.scrollIntoView(); }
    });
    sift();
    if (location.hash.indexOf("#claim-") === 0) {
      var first = document.getElementById(location.hash.slice(1));
      if (first) { first.scrollIntoView(); }
    }
  }

  // On paper the ledger is open; charts say their values themselves.
  var closed = [];
  window.addEventListener("beforeprint", function () {
    closed = Array.prototype.slice.call(document.querySelectorAll(".entry:not([open])"));
    closed.forEach(function (item) { item.open = true; });
  });
  window.addEventListener("afterprint", function () {
    closed.forEach(function (item) { item.open = false; });
    closed = [];
  });
})();
