"use strict";
const { isWellFormedSizeLine } = require("./chunks");

/** The end of a body in chunks, and trailers up to the one that matters. */
const LAST_CHUNK = "\\r\\n0+(;[^\\r\\n]*)?\\r\\n([^\\r\\n]+\\r\\n)*";
const FRAMING_TRAILER = new RegExp(`${LAST_CHUNK}(content-length|transfer-encoding):[^\\r\\n]*(\\r\\n[^])?$`, "i");
const CLOSING_TRAILER = new RegExp(`${LAST_CHUNK}connection:.*close.*\\r\\n([^\\r\\n]+\\r\\n)*\\r\\n$`, "i");

const FRAMING_FIELD_WITH_TAB = /\n(content-length:[ \t]*[0-9]+|transfer-encoding:[ \t]*chunked)[ \t]*\t[ \t]*(\r|$)/i;
const CONNECTION_FIELD_WITH_TAB = /\nconnection:.*\t[ \t]*[\r,]/i;

const CHUNK_CODES = ["HPE_STRICT", "HPE_INVALID_CHUNK_SIZE"];

/** What Node may refuse though we accept it: the `codes` of its errors, when this `holds`, and `why` we may accept. */
const REFUSED_BY_NODE = [
    {
        name: "data behind the last request",
        codes: ["HPE_CLOSED_CONNECTION"],
        holds: (scene) => closes(scene.previous),
        why: "RFC 9112, 9.6: what is behind it is not processed; our connection sees to that, not the parser",
    },
    {
        name: "data behind a request that closes by a trailer",
        codes: ["HPE_CLOSED_CONNECTION"],
        holds: (scene) => CLOSING_TRAILER.test(scene.before),
        why: "RFC 9110, 6.5.1: a trailer does not speak for the connection; RFC 9112, 7.1.2: all may be dropped",
    },
    {
        name: "data behind a request of 1.0 with a tab behind keep-alive",
        codes: ["HPE_CLOSED_CONNECTION"],
        holds: (scene) => scene.previous.version === "1.0" && CONNECTION_FIELD_WITH_TAB.test(scene.before),
        why: "RFC 9110, 5.6.1: a tab there is white space like any other; newer Node agrees",
    },
    {
        name: "method that Node does not know",
        codes: ["HPE_INVALID_METHOD"],
        holds: (scene) => /^(\r\n)?[!#$%&'*+\-.^_`|~0-9A-Z]+ ?$/.test(scene.refusedText),
        why: "RFC 9110, 9.1: any token is a method; an unknown one is answered with 501 or 405, and is not malformed",
    },
    {
        name: "framing field among trailers",
        codes: ["HPE_INVALID_CONTENT_LENGTH", "HPE_UNEXPECTED_CONTENT_LENGTH", "HPE_INVALID_TRANSFER_ENCODING"],
        holds: (scene) => scene.refusedInBody && FRAMING_TRAILER.test(scene.refusedText),
        why: "RFC 9110, 6.5.1: a trailer does not frame a message; RFC 9112, 7.1.2: all may be dropped",
    },
    {
        name: "tab behind a value that frames",
        codes: ["HPE_INVALID_CONTENT_LENGTH", "HPE_INVALID_TRANSFER_ENCODING"],
        holds: (scene) => FRAMING_FIELD_WITH_TAB.test(scene.head),
        why: "RFC 9112, 5.1: a tab there is white space like any other, and not part of the value",
    },
    {
        name: "blanks in a chunk's extension",
        codes: CHUNK_CODES,
        holds: (scene) => scene.refusedInBody && isWellFormedSizeLine(scene.refusedLine),
        why: "RFC 9112, 7.1.1: blanks are allowed on both sides of the semicolon and of the equals sign",
    },
];

/** Where we have no verdict yet, because we judge a line when it is whole, and fields when the head is. */
const UNDECIDED = {
    name: "line or head that the message leaves open",
    holds: (scene) => !scene.hasWholeHead || scene.isLineOpen,
    why: "we judge whole lines and whole heads, Node every byte as it comes; neither reads on",
};

/** Whether this is the last request of its connection (RFC 9112, section 9.3). */
function closes({ version, fields }) {
    const options = fields
        .filter(([name]) => name === "connection")
        .flatMap(([, value]) => Buffer.from(value, "hex").toString("latin1").toLowerCase().split(","))
        .map((option) => option.replace(/^[ \t]+|[ \t]+$/g, ""));
    return options.includes("close") || (version === "1.0" && !options.includes("keep-alive"));
}

module.exports = { REFUSED_BY_NODE, UNDECIDED };
