/* SHA-256 and HMAC-SHA-256 in plain JavaScript: a page opened from a disk or over plain http has no WebCrypto.
   Each file of the checker registers one function here; page and worker call them all with the same empty object,
   so that the worker can be made from their source alone. */
(self.drawChecker = self.drawChecker || []).push(function sha256(check) {
  "use strict";
  const FIRST_PRIMES = (function () {
    const primes = [];
    for (let number = 2; primes.length < 64; number += 1) {
      if (primes.every((prime) => number % prime)) { primes.push(number); }
    }
    return primes;
  }());
  const fraction = (root) => ((root - Math.floor(root)) * 4294967296) | 0;
  const START = Int32Array.from(FIRST_PRIMES.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
  const ROUND = Int32Array.from(FIRST_PRIMES, (prime) => fraction(Math.cbrt(prime)));
  const work = new Int32Array(64); // the message schedule; its first 16 words are the block

  /** Take the block that stands in `work` into `state`. */
  function compress(state) {
    for (let i = 16; i < 64; i += 1) {
      const x = work[i - 15], y = work[i - 2];
      const low = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const high = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      work[i] = (work[i - 16] + low + work[i - 7] + high) | 0;
    }
    let a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
    for (let i = 0; i < 64; i += 1) {
      const turned = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const first = (h + turned + (g ^ (e & (f ^ g))) + ROUND[i] + work[i]) | 0;
      const spun = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const second = (spun + ((a & b) | (c & (a | b)))) | 0;
      h = g; g = f; f = e; e = (d + first) | 0;
      d = c; c = b; b = a; a = (first + second) | 0;
    }
    state[0] = (state[0] + a) | 0; state[1] = (state[1] + b) | 0;
    state[2] = (state[2] + c) | 0; state[3] = (state[3] + d) | 0;
    state[4] = (state[4] + e) | 0; state[5] = (state[5] + f) | 0;
    state[6] = (state[6] + g) | 0; state[7] = (state[7] + h) | 0;
  }

  function load(bytes, offset) {
    for (let i = 0; i < 16; i += 1, offset += 4) {
      work[i] = (bytes[offset] << 24) | (bytes[offset + 1] << 16) | (bytes[offset + 2] << 8) | bytes[offset + 3];
    }
  }

  const block = new Uint8Array(64);

  /** End a message of `length` bytes whose last `at` bytes stand in `block`. */
  function finish(state, at, length) {
    block[at] = 0x80;
    block.fill(0, at + 1);
    if (at >= 56) {
      load(block, 0);
      compress(state);
      block.fill(0);
    }
    load(block, 0);
    work[14] = Math.floor(length / 0x20000000);
    work[15] = (length << 3) | 0;
    compress(state);
  }

  function hex(words, from) {
    let text = "";
    for (let i = from; i < from + 8; i += 1) { text += (words[i] >>> 0).toString(16).padStart(8, "0"); }
    return text;
  }

  function digest(bytes) {
    const state = START.slice();
    let offset = 0;
    for (; offset + 64 <= bytes.length; offset += 64) { load(bytes, offset); compress(state); }
    block.set(bytes.subarray(offset));
    finish(state, bytes.length - offset, bytes.length);
    return state;
  }

  /** SHA-256 of some bytes, as 64 hex digits. */
  check.sha256 = (bytes) => hex(digest(bytes), 0);

  /** The eight words of a state as 32 bytes. */
  function bytesOf(state) {
    const bytes = new Uint8Array(32);
    for (let i = 0; i < 32; i += 1) { bytes[i] = state[i >> 2] >>> (24 - (i & 3) * 8); }
    return bytes;
  }

  /** HMAC-SHA-256 under one key. What depends on the key alone is computed once, what begins alike too. */
  class Keyed {
    constructor(key) {
      this.inner = Keyed.padded(key, 0x36);
      this.outer = Keyed.padded(key, 0x5c);
    }

    static padded(key, filler) {
      const state = START.slice();
      block.fill(filler);
      for (let i = 0; i < key.length; i += 1) { block[i] ^= key[i]; }
      load(block, 0);
      compress(state);
      return state;
    }

    /** The beginning of messages in ASCII; `end` completes one. */
    begin(prefix) { return new Begun(this, prefix); }

    /** The code of a whole message, as 32 bytes. */
    code(bytes) {
      const begun = new Begun(this, "");
      const words = new Int32Array(8);
      begun.endBytes(bytes, words, 0);
      return bytesOf(words);
    }
  }

  const state = new Int32Array(8);

  class Begun {
    constructor(keyed, prefix) {
      this.keyed = keyed;
      const whole = prefix.length - (prefix.length % 64);
      this.state = keyed.inner.slice();
      for (let offset = 0; offset < whole; offset += 64) {
        for (let i = 0; i < 64; i += 1) { block[i] = prefix.charCodeAt(offset + i); }
        load(block, 0);
        compress(this.state);
      }
      this.rest = Uint8Array.from({ length: prefix.length - whole }, (_, i) => prefix.charCodeAt(whole + i));
      this.length = 64 + prefix.length;
    }

    /** Complete the message with three pieces in ASCII and write its code's eight words to `out` from `where` on. */
    end(before, text, after, out, where) {
      state.set(this.state);
      block.set(this.rest);
      let at = this.take(before, this.rest.length);
      at = this.take(text, at);
      at = this.take(after, at);
      this.seal(at, this.length + before.length + text.length + after.length, out, where);
    }

    endBytes(bytes, out, where) {
      state.set(this.state);
      let offset = 0;
      for (; offset + 64 <= bytes.length; offset += 64) { load(bytes, offset); compress(state); }
      block.set(bytes.subarray(offset));
      this.seal(bytes.length - offset, this.length + bytes.length, out, where);
    }

    take(text, at) {
      for (let i = 0; i < text.length; i += 1) {
        block[at] = text.charCodeAt(i);
        at += 1;
        if (at === 64) { load(block, 0); compress(state); at = 0; }
      }
      return at;
    }

    seal(at, length, out, where) {
      finish(state, at, length);
      for (let i = 0; i < 8; i += 1) { work[i] = state[i]; }
      work[8] = 0x80000000 | 0;
      work.fill(0, 9, 15);
      work[15] = (64 + 32) * 8;
      state.set(this.keyed.outer);
      compress(state);
      for (let i = 0; i < 8; i += 1) { out[where + i] = state[i]; }
    }
  }

  check.Keyed = Keyed;
  check.hexOfWords = hex;
  check.hexOfBytes = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  check.bytesOfHex = (text) => Uint8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.substr(2 * i, 2), 16));
});
