/* The forecast of shortages runs on by itself, piece by piece, and the bar shows how far it is.
   Without this script the button does one piece at a time. */
(function () {
  "use strict";
  const place = document.querySelector("[data-forecast]");
  const form = place && place.querySelector("form");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.querySelector("button").disabled = true;
    goOn();
  });

  async function goOn() {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new FormData(form),
    });
    if (!answer.ok) return form.submit(); // the page says what is wrong
    const { done, total } = await answer.json();
    place.querySelector("progress").value = done;
    place.querySelector(".number").textContent = `${done} / ${total}`;
    if (done < total) return goOn();
    location.reload();
  }
})();
