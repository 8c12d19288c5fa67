/* Second random: the inspectors are dealt like cards. Each waits in the pools of his department and his regions, the
   one with the smallest (load, ticket of the next card) on top, so that no place needs a look at everybody. */
(self.drawChecker = self.drawChecker || []).push(function dealing(check) {
  "use strict";

  /** A heap of cards that may be out of date: a card counts while its holder still has the load that it stands for. */
  class Pool {
    constructor(isSmaller) {
      this.isSmaller = isSmaller;
      this.cards = [];
      this.people = [];
    }

    push(card) {
      const { cards, isSmaller } = this;
      let at = cards.length;
      cards.push(card);
      while (at > 0) {
        const above = (at - 1) >> 1;
        if (!isSmaller(card, cards[above])) { break; }
        cards[at] = cards[above];
        at = above;
      }
      cards[at] = card;
    }

    pop() {
      const { cards, isSmaller } = this, last = cards.pop(), size = cards.length;
      if (!size) { return; }
      let at = 0;
      for (;;) {
        let below = 2 * at + 1;
        if (below >= size) { break; }
        if (below + 1 < size && isSmaller(cards[below + 1], cards[below])) { below += 1; }
        if (!isSmaller(cards[below], last)) { break; }
        cards[at] = cards[below];
        at = below;
      }
      cards[at] = last;
    }

    /** The smallest card whose holder may go to a group; cards out of date are thrown away. */
    best(group, mayGo) {
      const passedOver = [];
      let found = null;
      while (this.cards.length && !found) {
        const card = this.cards[0], { person } = card;
        if (card.load !== person.load || person.load >= person.capacity || person.isWithdrawn) { this.pop(); } else if (
          mayGo(person, group)
        ) { found = card; } else {
          passedOver.push(card);
          this.pop();
        }
      }
      passedOver.forEach((card) => this.push(card));
      return found;
    }
  }

  class Dealer {
    constructor(roster, tickets) {
      this.tickets = tickets;
      this.people = new Map(); // id → who may be dealt
      this.recused = new Map(); // target id → set of inspector ids
      this.pools = new Map(); // department and region → pool
      this.reachable = new Map(); // department and a target's region → pools, and people by their first card
      roster.recusals.forEach(([inspector, target]) => this.recuse(inspector, target));
      roster.inspectors.forEach((row) => this.join(row));
      this.mayGo = (person, group) => !person.isWithdrawn && !group.people.includes(person) &&
        !this.isRecused(person.id, group.target.id);
      this.served = 0;
    }

    recuse(inspector, target) {
      if (!this.recused.has(target)) { this.recused.set(target, new Set()); }
      this.recused.get(target).add(inspector);
    }

    isRecused(inspector, target) {
      const those = this.recused.get(target);
      return those !== undefined && those.has(inspector);
    }

    /** Take an inspector in, with load 0. */
    join(row) {
      const person = {
        id: row.id, capacity: row.capacity, load: 0, isWithdrawn: false, isStuck: false,
        groups: new Set(), visits: new Map(), cards: [], pools: [],
      };
      for (const region of row.regions.length ? row.regions : [""]) {
        const name = `${row.department} ${region}`;
        if (!this.pools.has(name)) {
          const isSmaller = (a, b) => a.load !== b.load ? a.load < b.load : this.tickets.compare(a.ticket, b.ticket) < 0;
          this.pools.set(name, new Pool(isSmaller));
        }
        const pool = this.pools.get(name);
        pool.people.push(person);
        person.pools.push(pool);
      }
      this.people.set(person.id, person);
      this.reachable.clear();
      this.offer(person);
    }

    /** His card number `r`. */
    card(person, r) {
      if (person.cards[r] === undefined) { person.cards[r] = this.tickets.series("card", person.id).of(r); }
      return person.cards[r];
    }

    /** Put his next card into his pools, if he has room. */
    offer(person) {
      if (person.load >= person.capacity || person.isWithdrawn) { return; }
      const card = { person, load: person.load, ticket: this.card(person, person.load) };
      person.pools.forEach((pool) => pool.push(card));
    }

    seat(person, group, position) {
      group.people.splice(position, 0, person);
      person.groups.add(group);
      person.load += 1;
      this.offer(person);
    }

    /** Let somebody leave a group; return the position that he had. */
    leave(person, group) {
      const position = group.people.indexOf(person);
      group.people.splice(position, 1);
      person.groups.delete(group);
      person.load -= 1;
      this.offer(person);
      return position;
    }

    /** A group for one target's need of one department, in the order of serving. */
    open(target, part) {
      this.served += 1;
      return { target, department: part.department, count: part.count, people: [], number: this.served };
    }

    reach(group) {
      const { region } = group.target, name = `${group.department} ${region}`;
      if (!this.reachable.has(name)) {
        const pools = [];
        for (let length = 0; length <= region.length; length += 1) {
          const pool = this.pools.get(`${group.department} ${region.slice(0, length)}`);
          if (pool) { pools.push(pool); }
        }
        this.reachable.set(name, { pools, people: null });
      }
      return this.reachable.get(name);
    }

    /** Give one place of a group to whom the cards say; false if nobody with room may go there. */
    deal(group, position) {
      let best = null;
      for (const pool of this.reach(group).pools) {
        const card = pool.best(group, this.mayGo);
        if (card && (!best || pool.isSmaller(card, best))) { best = card; }
      }
      if (best) { this.seat(best.person, group, position); }
      return best !== null;
    }

    /** Deal places until the group is full or nobody is left. */
    fill(group) {
      while (group.people.length < group.count && this.deal(group, group.people.length)) { /* dealt */ }
    }

    /** Fill a group, moving others where that is needed. */
    serve(group) {
      this.fill(group);
      while (group.people.length < group.count && this.move(group)) { this.fill(group); }
    }

    /** All who may go to a group's region, by their first card, without those who were found to be stuck. */
    candidates(group) {
      const reach = this.reach(group);
      if (!reach.people) {
        const people = Array.from(new Set(reach.pools.flatMap((pool) => pool.people)));
        people.forEach((person) => this.card(person, 0));
        reach.people = people.sort((a, b) => this.tickets.compare(a.cards[0], b.cards[0]));
      }
      reach.people = reach.people.filter((person) => !person.isStuck);
      return reach.people;
    }

    /** Fill one place by the shortest chain of moves; false if there is none. */
    move(start) {
      const queue = [start], cameFrom = new Map([[start, null]]), seen = new Set(), left = new Map();
      for (const group of queue) {
        const reach = this.reach(group), later = [];
        for (const person of left.get(reach) || this.candidates(group)) {
          if (seen.has(person)) { continue; }
          if (!this.mayGo(person, group)) { later.push(person); continue; }
          if (person.load < person.capacity) {
            this.shift(person, group, cameFrom);
            return true;
          }
          seen.add(person);
          const held = Array.from(person.groups).filter((other) => !cameFrom.has(other));
          for (const other of held.sort((a, b) => a.number - b.number)) {
            cameFrom.set(other, { group, person });
            queue.push(other);
          }
        }
        left.set(reach, later);
      }
      seen.forEach((person) => { person.isStuck = true; }); // no later search can pass through them either
      return false;
    }

    shift(helper, group, cameFrom) {
      for (let before = cameFrom.get(group); before; before = cameFrom.get(group)) {
        const position = this.leave(before.person, group);
        this.seat(helper, group, position);
        helper = before.person;
        group = before.group;
      }
      this.seat(helper, group, group.people.length);
    }
  }

  check.Dealer = Dealer;
});
