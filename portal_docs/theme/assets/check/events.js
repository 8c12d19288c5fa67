/* What happened after the draw, replayed in order. Nothing is chosen by hand: an event says who drops out or how many
   are added, the tickets say who comes instead. An event that could not have happened is refused. */
(self.drawChecker = self.drawChecker || []).push(function events(check) {
  "use strict";
  const { Refused } = check;

  class Replay {
    constructor(drawing) {
      const { standby, inspectors, team } = drawing.roster, { tickets } = drawing;
      this.drawing = drawing;
      this.dealer = drawing.dealer;
      this.departments = new Set(team.map((part) => part.department));
      this.known = new Set([...inspectors, ...standby.inspectors].map((row) => row.id));
      this.withdrawn = new Set();
      this.days = standby.days.slice();
      const series = tickets.series("standby");
      const drawn = standby.inspectors.map((row) => ({ row, ticket: series.of(row.id) }));
      this.standby = drawn.sort((a, b) => tickets.compare(a.ticket, b.ticket)).map((each) => each.row);
    }

    /** Let one event happen. */
    apply(event) {
      const happens = {
        target_withdrawn: () => this.withdrawTarget(event),
        inspector_withdrawn: () => this.withdrawInspector(event),
        recused: () => this.recuse(event),
        standby_called: () => this.callStandby(event),
        days_added: () => this.addDays(event),
      };
      happens[event.kind]();
    }

    ahead(on) { return this.drawing.order.filter((target) => target.day === null || target.day >= on); }

    withdrawTarget({ target: id, on }) {
      const { drawing } = this, row = drawing.targets.get(id);
      const reserve = row ? drawing.reserve.get(row.stratum) : [];
      if (reserve.includes(id)) {
        reserve.splice(reserve.indexOf(id), 1);
        return;
      }
      const target = this.ahead(on).find((each) => each.id === id);
      if (!target) { throw new Refused("target", "not-ahead"); }
      drawing.freeDay(target);
      target.groups.forEach((group) => group.people.slice().forEach((person) => this.dealer.leave(person, group)));
      drawing.order.splice(drawing.order.indexOf(target), 1);
      if (reserve.length) {
        const substitute = drawing.open(reserve.shift());
        drawing.order.push(substitute);
        substitute.groups.forEach((group) => this.dealer.fill(group));
        drawing.takeDay(substitute, on);
      }
    }

    withdrawInspector({ inspector, on }) {
      if (!this.known.has(inspector)) { throw new Refused("inspector", "no-such-inspector"); }
      if (this.withdrawn.has(inspector)) { throw new Refused("inspector", "withdrawn-before"); }
      this.withdrawn.add(inspector);
      const person = this.dealer.people.get(inspector);
      if (!person) { return; } // a standby who was not called, and never will be
      person.isWithdrawn = true;
      this.ahead(on).forEach((target) => this.replace(person, target, on));
    }

    recuse({ inspector, target: id, on }) {
      if (!this.known.has(inspector)) { throw new Refused("inspector", "no-such-inspector"); }
      if (!this.drawing.targets.has(id)) { throw new Refused("target", "no-such-target"); }
      if (this.dealer.isRecused(inspector, id)) { throw new Refused("", "recused-before"); }
      this.dealer.recuse(inspector, id);
      const target = this.ahead(on).find((each) => each.id === id), person = this.dealer.people.get(inspector);
      if (target && person) { this.replace(person, target, on); }
    }

    /** Let somebody leave a target, if he belongs to it; another takes his position, if there is one. */
    replace(person, target, on) {
      const group = target.groups.find((each) => each.people.includes(person));
      if (!group) { return; }
      this.drawing.freeDay(target);
      const position = this.dealer.leave(person, group);
      this.dealer.deal(group, position);
      this.drawing.takeDay(target, on);
    }

    callStandby({ department, count, on }) {
      if (!this.departments.has(department)) { throw new Refused("department", "no-such-department"); }
      const ready = this.standby.filter((row) => row.department === department && !this.withdrawn.has(row.id));
      const short = this.ahead(on).filter((target) => this.drawing.missing(target) > 0);
      const places = short.reduce((sum, target) => sum + this.drawing.missing(target, department), 0);
      if (count > Math.min(ready.length, places)) {
        throw new Refused("count", "too-many-called", { ready: ready.length, places });
      }
      const called = new Set(ready.slice(0, count));
      this.standby = this.standby.filter((row) => !called.has(row));
      called.forEach((row) => this.dealer.join(row));
      short.forEach((target) => this.complete(target, on));
    }

    /** Deal a target's missing places; a team that stays as it was keeps its day. */
    complete(target, on) {
      const { drawing } = this, before = drawing.team(target).length, day = drawing.freeDay(target);
      target.groups.forEach((group) => this.dealer.fill(group));
      if (day !== null && drawing.team(target).length === before) { drawing.keepDay(target, day); } else {
        drawing.takeDay(target, on);
      }
    }

    addDays({ count, on }) {
      const waiting = this.ahead(on).filter((target) => target.day === null);
      if (!waiting.some((target) => this.drawing.team(target).length)) { throw new Refused("", "no-day-needed"); }
      if (count > this.days.length) { throw new Refused("count", "too-many-days", { left: this.days.length }); }
      this.drawing.days.push(...this.days.splice(0, count));
      waiting.forEach((target) => this.drawing.takeDay(target, on));
    }
  }

  /** Change a drawing by its events, or refuse the first that is not possible. */
  check.replay = function* replay(drawing, list) {
    const replaying = list.length ? new Replay(drawing) : null;
    for (let index = 0; index < list.length; index += 1) {
      try { replaying.apply(list[index]); } catch (fault) {
        throw fault instanceof Refused ? fault.under(`events[${index}]`) : fault;
      }
      yield { step: "events", share: (index + 1) / list.length };
    }
  };
});
