/* The big screen asks again every few seconds and shows what has changed. Without this script it shows the last state. */
(function () {
  "use strict";
  const SECONDS = 3;

  async function ask() {
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-screen]");
      const shown = document.querySelector("[data-screen]");
      if (!fresh) throw new Error("signed out");
      if (fresh.innerHTML !== shown.innerHTML) shown.replaceWith(fresh);
    } catch {
      document.querySelector("[data-screen] .lost").hidden = false;
    }
    setTimeout(ask, SECONDS * 1000);
  }

  setTimeout(ask, SECONDS * 1000);
})();
