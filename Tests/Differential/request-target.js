"use strict";

/**
 * The path of a target, and the authority of one in absolute form, which outranks Host (RFC 9112, section 3.2.2).
 *
 * Node hands on the target as it was sent, and its users do the same with it by themselves.
 */
function splitTarget(target, method) {
    const absolute = /^https?:\/\/([^/?]*)(.*)$/i.exec(target);
    if (!absolute) return { path: target, authority: null };
    const [, authority, rest] = absolute;
    // With no path at all OPTIONS asks about the server, everything else about its root (section 3.2.4).
    if (rest === "" && method === "OPTIONS") return { path: "*", authority };
    return { path: rest.startsWith("/") ? rest : `/${rest}`, authority };
}

module.exports = { splitTarget };
