"use strict";

const TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
const QUOTED = '"([\\t !#-\\[\\]-~\\x80-\\xff]|\\\\[\\t -~\\x80-\\xff])*"';
const EXTENSION = `[ \\t]*;[ \\t]*${TOKEN}([ \\t]*=[ \\t]*(${TOKEN}|${QUOTED}))?`;
const WELL_FORMED = new RegExp(`^[0-9A-Fa-f]+(${EXTENSION})*$`);

/** Whether a line is a chunk's size with any extensions as RFC 9112, section 7.1.1 spells them. */
function isWellFormedSizeLine(line) {
    return WELL_FORMED.test(line);
}

/**
 * A body in chunks, cut apart as far as it goes: the lines of sizes, and those of trailers.
 *
 * `isBroken` where a line begins with no size, or something other than CRLF follows a chunk's data.
 */
function cutChunks(body) {
    const sizeLines = [];
    let rest = body;
    while (rest !== "") {
        const [line] = rest.split("\r\n", 1);
        if (!/^[0-9a-f]+([ \t]*;|$)/i.test(line)) return { sizeLines, trailers: [], isBroken: true };
        sizeLines.push(line);
        rest = rest.slice(line.length + 2);
        const size = parseInt(line, 16);
        if (size === 0) return { sizeLines, trailers: rest.split("\r\n"), isBroken: false };
        if (!"\r\n".startsWith(rest.slice(size, size + 2))) return { sizeLines, trailers: [], isBroken: true };
        rest = rest.slice(size + 2);
    }
    return { sizeLines, trailers: [], isBroken: false };
}

module.exports = { cutChunks, isWellFormedSizeLine };
