"use strict";
const { cutChunks } = require("./chunks");

/**
 * The bytes of a request that one side refuses, as text of one character a byte, for a justification to look at.
 *
 * Cut apart without either parser, so no better than that takes.
 */
class Scene {
    #bytes;
    #start;
    #end;
    #refusedBehind;

    constructor(bytes, index, ours, theirs) {
        /** The request before, as both understood it. */
        this.previous = index > 0 ? ours.requests[index - 1] : null;
        /** Whether Node had taken the head of the request when it refused. */
        this.refusedInBody = theirs.refusedInBody;
        this.#bytes = bytes;
        this.#start = this.previous?.end ?? 0;
        this.#end = (ours.requests[index] ?? theirs.requests[index])?.end ?? bytes.length;
        this.#refusedBehind = theirs.refusedBehind;
    }

    /** Everything before the request. */
    get before() {
        return this.#text(0, this.#start);
    }

    /** The request, or as much of it as there is. */
    get text() {
        return this.#text(this.#start, this.#end);
    }

    /** The request up to the byte at which Node refused it. */
    get refusedText() {
        return this.#text(this.#start, this.#refusedBehind);
    }

    /** The whole line that this byte is on. */
    get refusedLine() {
        const start = Math.max(this.#bytes.lastIndexOf("\n", this.#refusedBehind - 2) + 1, this.#start);
        return this.#text(start, this.#end).replace(/\r\n[^]*$/, "");
    }

    /** Whether nothing ends this line. */
    get isLineOpen() {
        return this.#bytes.indexOf("\n", this.#refusedBehind - 1) < 0;
    }

    /** The request line and the fields with their line ends, or as much of them as there is. */
    get head() {
        return this.#headAndBody[0];
    }

    get hasWholeHead() {
        return this.#headAndBody.length > 1;
    }

    get requestLine() {
        return this.head.replace(/\r\n[^]*$/, "");
    }

    get method() {
        return this.requestLine.split(" ")[0];
    }

    get target() {
        return this.requestLine.split(" ")[1] ?? "";
    }

    get version() {
        return this.requestLine.split(" ")[2] ?? "";
    }

    get isChunked() {
        return this.values("transfer-encoding").length > 0;
    }

    /** The body, taken for chunks. */
    get chunks() {
        return cutChunks(this.#headAndBody[1] ?? "");
    }

    /** Whatever consists of lines: the head, and with it a body in chunks. */
    get lineText() {
        return this.isChunked ? this.text : this.head;
    }

    /** The lines of fields, and of trailers. */
    get fieldLines() {
        const lines = this.head.split("\r\n").slice(1);
        return (this.isChunked ? lines.concat(this.chunks.trailers) : lines).filter((line) => line !== "");
    }

    /** The values of all fields of this name, in order. */
    values(name) {
        const field = new RegExp(`\\n${name}:[ \\t]*([^\\r\\n]*?)[ \\t]*(?=\\r?\\n)`, "gi");
        return Array.from(this.head.matchAll(field), ([, value]) => value);
    }

    get #headAndBody() {
        // Both let one empty line pass before a request.
        const text = this.text.replace(/^\r\n/, "");
        const end = text.indexOf("\r\n\r\n");
        return end < 0 ? [text] : [text.slice(0, end + 2), text.slice(end + 4)];
    }

    #text(start, end) {
        return this.#bytes.toString("latin1", start, end);
    }
}

module.exports = { Scene };
