import Foundation

/// How a kind of value is written.
struct SettingForm<Value: Sendable>: Sendable {
    /// What the text must be.
    let words: String
    /// The value of a text; nil where it is not of the form.
    let value: @Sendable (String) -> Value?
    /// A value as it would be written.
    let text: @Sendable (Value) -> String
}

extension SettingForm where Value == String {
    /// Anything but nothing.
    static func some(_ words: String) -> Self { Self(words: words, value: { $0.isEmpty ? nil : $0 }, text: { $0 }) }
}

extension SettingForm where Value == String? {
    /// Anything but nothing, or not given.
    static func optional(_ words: String) -> Self {
        Self(words: words, value: { $0.isEmpty ? nil : .some($0) }, text: { $0 ?? "" })
    }
}

extension SettingForm where Value == Int {
    /// A whole number in digits.
    static func integer(_ range: ClosedRange<Int>) -> Self {
        Self(
            words: "a whole number from \(range.lowerBound) to \(range.upperBound)",
            value: { text in Int(text).flatMap { range.contains($0) ? $0 : nil } }, text: { String($0) })
    }
}

extension SettingForm where Value == Bool {
    /// `true` or `false`.
    static var flag: Self { Self(words: "true or false", value: { Bool($0) }, text: { String($0) }) }
}

extension SettingForm where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of the names of the cases.
    static var choice: Self {
        let names = Value.allCases.map(\.rawValue)
        return Self(
            words: names.dropLast().joined(separator: ", ") + " or " + (names.last ?? ""),
            value: { Value(rawValue: $0) }, text: { $0.rawValue })
    }
}

extension SettingForm where Value == [String] {
    /// Elements between commas, each as `element` writes it; nothing at all is none.
    static func list(_ words: String, _ element: @escaping @Sendable (String) -> String?) -> Self {
        Self(
            words: words + " with commas between them",
            value: { text in
                guard !text.isEmpty else { return [] }
                let parts = text.split(separator: ",", omittingEmptySubsequences: false)
                let elements = parts.compactMap { element($0.trimmingCharacters(in: .whitespaces)) }
                return elements.count == parts.count ? elements : nil
            }, text: { $0.joined(separator: ",") })
    }

    /// IP addresses, in the one form that the system has for each.
    static var addresses: Self { list("IP addresses") { address($0, AF_INET) ?? address($0, AF_INET6) } }

    /// Origins as browsers send them (RFC 6454, section 7): small letters, no path, no port where it is the usual one.
    static var origins: Self {
        list("origins such as https://dashboard.example.org") { text in
            guard let url = URLComponents(string: text), let scheme = url.scheme, let host = url.host,
                ["http", "https"].contains(scheme), !host.isEmpty, text == text.lowercased(),
                url.port != (scheme == "https" ? 443 : 80)
            else { return nil }
            let origin = "\(scheme)://\(host)" + (url.port.map { ":\($0)" } ?? "")
            return origin == text ? text : nil
        }
    }

    private static func address(_ text: String, _ family: Int32) -> String? {
        var bytes = in6_addr()
        guard inet_pton(family, text, &bytes) == 1 else { return nil }
        var name = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(family, &bytes, &name, socklen_t(name.count)) != nil else { return nil }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
