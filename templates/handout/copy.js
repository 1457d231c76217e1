// Puts a button beside everything that somebody has to type. Without script the page is the same, without them.
(function () {
  "use strict";
  if (!navigator.clipboard) return;
  var words = document.body.dataset;
  document.querySelectorAll("bdi[data-typed]").forEach(function (value) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = words.copy;
    button.setAttribute("aria-label", words.copy + ": " + value.dataset.typed);
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(value.textContent).then(function () {
        button.textContent = words.copied;
        button.setAttribute("aria-label", words.copied + ": " + value.dataset.typed);
      }, function () { button.remove(); });
    });
    value.after(" ", button);
  });
})();
