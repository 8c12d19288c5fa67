/* One draw as it stands: the order of the targets, their groups and days, the reserve. First the three randoms, then
   what events need. */
(self.drawChecker = self.drawChecker || []).push(function drawing(check) {
  "use strict";

  class Drawing {
    constructor(roster, tickets) {
      this.roster = roster;
      this.tickets = tickets;
      this.dealer = new check.Dealer(roster, tickets);
      this.targets = new Map(roster.targets.map((row) => [row.id, row]));
      this.days = roster.calendar.days.slice();
      this.order = []; // what was selected and is not withdrawn: {id, region, stratum, groups, day}
      this.reserve = new Map(); // key of a stratum → ids not yet used
    }

    /** First random: who is drawn, who is the reserve, and in which order. */
    * select() {
      const { roster, tickets } = this, strata = new Map(roster.strata.map((each) => [each.key, []]));
      roster.targets.forEach((row) => strata.get(row.stratum).push(row.id));
      const selected = [], series = tickets.series("target");
      let done = 0;
      for (const stratum of roster.strata) {
        const ids = strata.get(stratum.key), k = check.quota(stratum, ids.length), sorting = tickets.sorted(ids, series);
        let step = sorting.next();
        for (; !step.done; step = sorting.next()) {
          yield { step: "tickets", share: (done + step.value) / roster.targets.length };
        }
        done += ids.length;
        step.value.slice(0, k).forEach((id) => selected.push(id));
        this.reserve.set(stratum.key, step.value.slice(k, k + stratum.reserve));
      }
      const sorting = tickets.sorted(selected, tickets.series("order"));
      let step = sorting.next();
      for (; !step.done; step = sorting.next()) { yield { step: "tickets", share: 1 }; }
      this.order = step.value.map((id) => this.open(id));
    }

    open(id) {
      const { region, stratum } = this.targets.get(id), target = { id, region, stratum, groups: [], day: null };
      target.groups = this.roster.team.map((part) => this.dealer.open(target, part));
      return target;
    }

    /** Second random, then the third. */
    * send() {
      for (let i = 0; i < this.order.length; i += 1) {
        this.order[i].groups.forEach((group) => this.dealer.serve(group));
        if (i % 100 === 99) { yield { step: "teams", share: i / this.order.length }; }
      }
      for (let i = 0; i < this.order.length; i += 1) {
        this.takeDay(this.order[i], "");
        if (i % 100 === 99) { yield { step: "days", share: i / this.order.length }; }
      }
    }

    team(target) { return target.groups.flatMap((group) => group.people); }

    /** Take the first day after `after`, in the order of the target's tickets, on which the whole team has time. */
    takeDay(target, after) {
      const team = this.team(target);
      target.day = null;
      if (!team.length) { return; }
      const { tickets } = this, mark = tickets.count, perDay = this.roster.calendar.per_day;
      const series = tickets.series("day", target.id);
      let best = -1;
      for (const day of this.days) {
        if (day > after && team.every((person) => (person.visits.get(day) || 0) < perDay)) {
          const ticket = series.of(day);
          if (best < 0 || tickets.compare(ticket, best) < 0) { best = ticket; target.day = day; }
        }
      }
      tickets.count = mark;
      if (target.day !== null) { this.note(target, 1); }
    }

    /** Give a target's day back; return which it was. */
    freeDay(target) {
      const { day } = target;
      if (day !== null) { this.note(target, -1); }
      target.day = null;
      return day;
    }

    keepDay(target, day) {
      target.day = day;
      this.note(target, 1);
    }

    note(target, more) {
      this.team(target).forEach(({ visits }) => visits.set(target.day, (visits.get(target.day) || 0) + more));
    }

    missing(target, department) {
      return target.groups.reduce(
        (sum, group) => sum + (!department || group.department === department ? group.count - group.people.length : 0), 0
      );
    }

    teams() {
      return this.order.map((target) => (
        { target: target.id, inspectors: this.team(target).map((person) => person.id), day: target.day }
      ));
    }

    short() {
      return this.order.flatMap((target) => target.groups.flatMap((group) => (
        Array.from({ length: group.count - group.people.length }, () => [target.id, group.department])
      )));
    }
  }

  check.Drawing = Drawing;
});
