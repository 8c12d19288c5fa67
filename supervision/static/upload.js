/* How far an upload is, for forms that send files. Without this script the form works all the same.
   The page that comes back, with what was wrong or with what follows, takes the place of this one. */
(function () {
  "use strict";
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const place = form.querySelector("[data-upload]");
    if (!place) return;
    event.preventDefault();
    send(form, place);
  });

  function send(form, place) {
    const request = new XMLHttpRequest();
    const lost = form.querySelector("[data-upload-lost]");
    const button = form.querySelector("button[type=submit]");
    const say = (isLost) => {
      place.hidden = isLost;
      lost.hidden = !isLost;
      button.disabled = !isLost;
    };
    request.open("POST", form.action);
    request.responseType = "document";
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      const share = Math.round((loaded / total) * 100);
      place.querySelector("progress").value = share;
      place.querySelector(".number").textContent = `${share}%`;
    });
    request.addEventListener("load", () => (request.response ? show(request) : say(true)));
    request.addEventListener("error", () => say(true));
    say(false);
    request.send(new FormData(form));
  }

  function show(request) {
    const main = request.response.querySelector("main");
    history.replaceState(null, "", request.responseURL);
    document.title = request.response.title;
    document.querySelector("main").replaceWith(main);
    scrollTo(0, 0);
    (main.querySelector("[data-take-focus]") || main).focus();
  }
})();
