"use strict";

const BODY_LIMIT = 1n << 20n;
const LARGEST_LENGTH = (1n << 63n) - 1n;
const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const EXTENSION = `[ \\t]*;[ \\t]*${TOKEN}(?:[ \\t]*=[ \\t]*(?:${TOKEN}|"(?:[^"\\\\]|\\\\.)*"))?`;
const SIZE_LINE = new RegExp(`^[0-9A-Fa-f]+(?:${EXTENSION})*$`);

const SIZE_LINE_LIMIT = 256;

const AUTHORITY = /^(\[[0-9a-f:.]+\]|[\w\-.~!$&'()*+,;=%]+)(:[0-9]*)?$/i;
const ABSOLUTE_TARGET = /^https?:\/\/([^/?]*)([/?][!-"$-~]*)?$/i;
const FIELD_NAME = /^[!#$%&'*+\-.^_`|~0-9a-z]+:/i;

/**
 * What we may refuse though Node accepts it: each of our reasons, when it `holds`, and `why` a server may be so strict.
 *
 * A parser that refuses too much gives one of these reasons too, so each is held against the bytes.
 */
const REFUSED_BY_US = [
    {
        reason: "bare-line-feed",
        holds: (scene) => /(^|[^\r])\n/.test(scene.lineText) || (scene.isChunked && scene.chunks.isBroken),
        why: "RFC 9112, 2.2: a recipient MAY take LF alone for the end of a line, and need not",
    },
    {
        reason: "bare-carriage-return",
        holds: (scene) => /\r[^\n]/.test(scene.lineText),
        why: "RFC 9112, 2.2: a CR without LF is invalid",
    },
    {
        reason: "control-byte",
        holds: (scene) => /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(scene.lineText),
        why: "RFC 9112, 3.2, and RFC 9110, 5.5: neither a target nor a value has one",
    },
    {
        reason: "http2-preface",
        holds: (scene) => scene.requestLine === "PRI * HTTP/2.0",
        why: "RFC 9113, 3.4: the first line tells; Node waits for all 24 bytes and then refuses too",
    },
    {
        reason: "malformed-request-line",
        holds: (scene) => !/^[^ \r\n]+ [^ \r\n]+ [^ \r\n]+$/.test(scene.requestLine),
        why: "RFC 9112, 3: three parts and single spaces, leniency is a MAY; 2.2: one empty line before",
    },
    {
        reason: "malformed-target",
        holds: (scene) => !isTarget(scene.target, scene.method),
        why: "RFC 9112, 3.2: not a form of target for this method; RFC 9110, 4.2.1: a URI without a host is invalid",
    },
    {
        reason: "malformed-version",
        holds: (scene) => !/^HTTP\/[0-9]\.[0-9]$/.test(scene.version),
        why: "RFC 9112, 2.3: HTTP, a slash, a digit, a dot, a digit; Node speaks RTSP and ICE too",
    },
    {
        reason: "unsupported-version",
        holds: (scene) => /^HTTP\/[0-9]\.[0-9]$/.test(scene.version) && !/^HTTP\/1\.[01]$/.test(scene.version),
        why: "RFC 9110, 15.6.6: we speak 1.0 and 1.1",
    },
    {
        reason: "unsupported-method",
        holds: (scene) => scene.method === "CONNECT",
        why: "RFC 9110, 9.1: 501 for what a server does not implement, and CONNECT is for proxies",
    },
    {
        reason: "malformed-field",
        holds: (scene) => scene.fieldLines.some((line) => !FIELD_NAME.test(line)),
        why: "RFC 9112, 5: a name is a token with a colon behind it",
    },
    {
        reason: "space-before-colon",
        holds: (scene) => scene.fieldLines.some((line) => /^[^:]*[ \t]:/.test(line)),
        why: "RFC 9112, 5.1: a server MUST refuse it",
    },
    {
        reason: "folded-field",
        holds: (scene) => scene.fieldLines.some((line) => /^[ \t]/.test(line)),
        why: "RFC 9112, 5.2: a server MUST refuse folding or undo it",
    },
    {
        reason: "missing-host",
        holds: (scene) => scene.version === "HTTP/1.1" && scene.values("host").length === 0,
        why: "RFC 9112, 3.2: MUST be refused; Node's server does so behind its parser",
    },
    {
        reason: "repeated-host",
        holds: (scene) => scene.values("host").length > 1,
        why: "RFC 9112, 3.2: MUST be refused",
    },
    {
        reason: "malformed-host",
        holds: (scene) => scene.values("host").some((value) => !AUTHORITY.test(value)),
        why: "RFC 9112, 3.2: an invalid value MUST be refused; RFC 9110, 4.2.1: an empty host is invalid",
    },
    {
        reason: "malformed-content-length",
        holds: (scene) => scene.values("content-length").some((value) => decimal(value) > LARGEST_LENGTH),
        why: "RFC 9110, 8.6: a recipient guards against numbers that it cannot hold; Node can hold one bit more",
    },
    {
        reason: "content-length-with-transfer-encoding",
        holds: (scene) => scene.isChunked && scene.values("content-length").length > 0,
        why: "RFC 9112, 6.3: ought to be refused; Node does, unless the coding is empty",
    },
    {
        reason: "transfer-encoding-before-http-1.1",
        holds: (scene) => scene.isChunked && scene.version === "HTTP/1.0",
        why: "RFC 9112, 6.1: the framing of such a message MUST be taken for faulty",
    },
    {
        reason: "unsupported-transfer-coding",
        holds: (scene) => scene.isChunked && scene.values("transfer-encoding").join().toLowerCase() !== "chunked",
        why: "RFC 9112, 6.1: 501 for a coding that a server does not understand, and an empty one is none",
    },
    {
        reason: "malformed-chunk",
        holds: ({ chunks }) =>
            chunks.isBroken ||
            chunks.sizeLines.some(
                (line) => line.length > SIZE_LINE_LIMIT || size(line) > LARGEST_LENGTH || !SIZE_LINE.test(line)),
        why: "RFC 9112, 7.1: CRLF behind the data, and no size too large to hold; 7.1.1: extensions as in the grammar, not long",
    },
    {
        reason: "body-too-large",
        holds: (scene) =>
            scene.values("content-length").some((value) => decimal(value) > BODY_LIMIT) ||
            scene.chunks.sizeLines.some((line) => size(line) > BODY_LIMIT),
        why: "RFC 9110, 15.5.14: the limit is the server's; Node's server leaves it to its users",
    },
    {
        reason: "unsupported-expectation",
        holds: (scene) => scene.values("expect").join().toLowerCase() !== "100-continue",
        why: "RFC 9110, 10.1.1: MAY be answered with 417; Node's server does so behind its parser",
    },
];

function isTarget(target, method) {
    if (target === "*") return method === "OPTIONS";
    const absolute = ABSOLUTE_TARGET.exec(target);
    return absolute === null ? /^\/[!-"$-~]*$/.test(target) : AUTHORITY.test(absolute[1]);
}

function decimal(digits) {
    return /^[0-9]+$/.test(digits) ? BigInt(digits) : 0n;
}

function size(line) {
    return BigInt(`0x${/^[0-9a-f]+/i.exec(line)[0]}`);
}

module.exports = { REFUSED_BY_US };
