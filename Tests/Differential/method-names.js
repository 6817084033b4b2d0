"use strict";
const { METHODS } = require("http");

/**
 * The methods by the numbers that Node's parser has for them.
 *
 * Node keeps that list to itself and moves it between versions; the parser tells each number if it is asked.
 */
function methodNames(HTTPParser) {
    const names = [];
    for (const name of METHODS) {
        const parser = new HTTPParser();
        parser.initialize(HTTPParser.REQUEST, {});
        parser[HTTPParser.kOnHeadersComplete] = (major, minor, fields, method) => {
            names[method] = name;
        };
        parser.execute(Buffer.from(`${name} ${name === "CONNECT" ? "a:1" : "/"} HTTP/1.1\r\n\r\n`));
    }
    return names;
}

module.exports = { methodNames };
