/* Whom the page asks. A worker is made from the source of the checker, which a page from a disk may do as well; where
   it may not, the checker works in the page itself, in slices short enough that the page stays alive. */
(function () {
  "use strict";
  const SLICE = 14; // milliseconds
  const parts = self.drawChecker;

  function workerSource() {
    return `"use strict"; const check = {}; self.drawChecker = [${parts.map(String).join(",\n")}];
      self.drawChecker.forEach((part) => part(check)); check.serve(self);`;
  }

  function startWorker() {
    return new Promise((resolve, reject) => {
      const address = URL.createObjectURL(new Blob([workerSource()], { type: "text/javascript" }));
      const worker = new Worker(address);
      worker.onerror = reject;
      worker.onmessage = () => { URL.revokeObjectURL(address); resolve(worker); };
    });
  }

  function throughWorker(worker) {
    return (question, onNews) => new Promise((resolve, reject) => {
      worker.onerror = reject;
      worker.onmessage = ({ data }) => { if (data.news) { onNews(data.news); } else { resolve(data); } };
      worker.postMessage(question);
    });
  }

  function inSlices() {
    const check = {};
    parts.forEach((part) => part(check));
    const desk = new check.Desk(), turn = new MessageChannel(); // a timer would rest four milliseconds at each turn
    return (question, onNews) => new Promise((resolve, reject) => {
      const steps = desk.answer(question);
      turn.port1.onmessage = () => {
        try {
          const said = check.run(steps, SLICE);
          if (!said.news) { resolve(said); return; }
          onNews(said.news);
          turn.port2.postMessage(null);
        } catch (error) { reject(error); }
      };
      turn.port2.postMessage(null);
    });
  }

  let asking = null, last = Promise.resolve();

  /** Ask one question after the other; resolves to {answer} or {refused}, calls `onNews` with {step, share}. */
  self.askDrawChecker = (question, onNews) => {
    asking = asking || new Promise((resolve) => { resolve(startWorker()); }).then(throughWorker, inSlices);
    const next = last.then(() => asking).then((ask) => ask(question, onNews));
    last = next.catch(() => null);
    return next;
  };
}());
