"use strict";
const { HTTPParser } = require("_http_common");
const { methodNames } = require("./method-names");
const { splitTarget } = require("./request-target");

const METHOD_NAMES = methodNames(HTTPParser);

/** As `http.createServer` sets its parsers up: the default limit of a head, and no leniency. */
const DEFAULT_HEAD_LIMIT = 0;
const NO_LENIENCY = 0;

/** What the callback for a head answers: go on, or the rest of the connection is not HTTP. */
const GO_ON = 0;
const HAND_OVER = 2;

/** Every byte as a buffer of its own, so that feeding one allocates nothing. */
const ALL_BYTES = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
const SINGLE_BYTES = Array.from(ALL_BYTES, (byte) => ALL_BYTES.subarray(byte, byte + 1));
const NO_BYTES = ALL_BYTES.subarray(0, 0);

const LINE_END_BYTES = new Set(Buffer.from("\r\n"));

/**
 * Reads what a client sends on one connection as Node's server does.
 *
 * Byte by byte, for only then is it known which byte made a request whole.
 */
class NodeConnection {
    #parser = new HTTPParser();
    #place = 0;
    #current = null;
    #requests = [];
    #isHandedOver = false;
    /** From a request to upgrade on Node keeps errors to itself, but a parser that has failed counts bytes wrongly. */
    #hidesErrors = false;

    constructor() {
        const parser = this.#parser;
        parser[HTTPParser.kOnMessageBegin] = () => this.#begin();
        parser[HTTPParser.kOnHeaders] = (fields, target) => this.#takeFields(fields, target);
        parser[HTTPParser.kOnHeadersComplete] = (...head) => this.#finishHead(...head);
        parser[HTTPParser.kOnBody] = (part) => this.#current.body.push(part);
        parser[HTTPParser.kOnMessageComplete] = () => this.#finish();
    }

    /** The requests among `bytes`; then the name of Node's error or null, and how many bytes it took to see it. */
    read(bytes) {
        this.#parser.initialize(HTTPParser.REQUEST, {}, DEFAULT_HEAD_LIMIT, NO_LENIENCY);
        this.#place = 0;
        this.#current = null;
        this.#requests = [];
        this.#isHandedOver = false;
        this.#hidesErrors = false;
        let refusal = null;
        while (this.#place < bytes.length && refusal === null && !this.#isHandedOver) {
            refusal = this.#feed(bytes[this.#place++]);
        }
        return {
            requests: this.#requests,
            refusal,
            refusedBehind: this.#place,
            refusedInBody: this.#current !== null && this.#current.hasHead,
        };
    }

    /** Feeds one byte; returns the name of the error that it brings. */
    #feed(byte) {
        const wasBetweenRequests = this.#current === null;
        const result = this.#parser.execute(SINGLE_BYTES[byte]);
        if (result instanceof Error) return result.code;
        if (result !== 1 || (this.#hidesErrors && this.#parser.execute(NO_BYTES) !== 0)) return "hidden error";
        // Node 18 drops without a word what newer ones refuse by this name.
        const isDropped = wasBetweenRequests && this.#current === null && !LINE_END_BYTES.has(byte);
        return isDropped ? "HPE_CLOSED_CONNECTION" : null;
    }

    #begin() {
        this.#current = { target: "", fields: [], hasHead: false, body: [] };
    }

    /** Takes fields of a head that has many, or trailers, which do not belong to the request that we compare. */
    #takeFields(fields, target) {
        const current = this.#current;
        if (current.hasHead) return;
        current.target += target;
        for (let index = 0; index < fields.length; index += 2) {
            current.fields.push([fields[index].toLowerCase(), fields[index + 1]]);
        }
    }

    #finishHead(major, minor, fields, method, target, status, statusText, upgrades) {
        if (fields !== undefined) this.#takeFields(fields, target);
        const current = this.#current;
        current.hasHead = true;
        current.method = METHOD_NAMES[method];
        current.version = `${major}.${minor}`;
        this.#hidesErrors = upgrades;
        // A server that listens for no upgrades goes on with HTTP behind all else.
        this.#isHandedOver = current.method === "CONNECT";
        return this.#isHandedOver ? HAND_OVER : GO_ON;
    }

    #finish() {
        const { method, target, version, fields, body } = this.#current;
        const { path, authority } = splitTarget(target, method);
        const host = fields.find(isHost);
        this.#requests.push({
            method,
            path,
            host: authority ?? host?.[1] ?? null,
            version,
            fields: fields.filter((field) => !isHost(field)).map(([name, value]) => [name, hexadecimal(value)]),
            body: Buffer.concat(body).toString("hex"),
            end: this.#place,
        });
        this.#current = null;
    }
}

function isHost([name]) {
    return name === "host";
}

/** Node makes a character of each byte of a value. */
function hexadecimal(value) {
    return Buffer.from(value, "latin1").toString("hex");
}

module.exports = { NodeConnection };
