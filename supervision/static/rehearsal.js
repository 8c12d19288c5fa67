/* Goes on with a rehearsal step by step and shows how far it is. Without this script the button does one step at a time. */
(function () {
  "use strict";
  const place = document.querySelector("[data-rehearsal]");
  const form = place && place.querySelector("form");
  if (!form) return;
  const bar = place.querySelector("progress");
  const count = place.querySelector(".number");
  const lost = place.querySelector("[data-rehearsal-lost]");
  const button = form.querySelector("button");

  async function step() {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  async function run() {
    button.hidden = true;
    lost.hidden = true;
    try {
      for (;;) {
        const { done, total } = await step();
        bar.value = done;
        if (count) count.textContent = `${done} / ${total}`;
        if (done >= total) break;
      }
      location.reload();
    } catch (error) {
      lost.hidden = false;
      button.hidden = false;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  run();
})();
