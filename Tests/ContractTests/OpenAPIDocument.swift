import Foundation
import PlannerAPI
import Yams

/// The parsed `openapi.yaml`.
struct OpenAPIDocument {
    let tree: JSONValue

    /// The file at the top of the package.
    static let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../openapi.yaml")
        .standardized

    /// The document in ``file``.
    static func load() throws -> OpenAPIDocument {
        let text = try String(contentsOf: file, encoding: .utf8)
        guard let root = try compose(yaml: text) else { throw Unreadable(what: "an empty document") }
        return OpenAPIDocument(tree: try JSONValue(root))
    }

    /// One value of the document and its JSON Pointer.
    struct Place {
        let location: String
        let value: JSONValue

        subscript(name: String) -> Place? {
            value[name].map { Place(location: "\(location)/\(name.escaped)", value: $0) }
        }

        var children: [(name: String, place: Place)] {
            value.members.compactMap { member in self[member.name].map { (member.name, $0) } }
        }

        var elements: [Place] {
            value.elements.enumerated().map { Place(location: "\(location)/\($0)", value: $1) }
        }
    }

    var root: Place { Place(location: "#", value: tree) }

    /// The value that `pointer`, such as `#/components/schemas/Plan`, names.
    func place(at pointer: String) throws -> Place {
        var place = root
        for part in pointer.split(separator: "/").dropFirst() {
            guard let next = place[String(part).replacing("~1", with: "/").replacing("~0", with: "~")] else {
                throw Unreadable(what: "\(pointer), which is not in the document")
            }
            place = next
        }
        return place
    }

    /// What `place` refers to, itself where it is no reference.
    func resolved(_ place: Place) throws -> Place {
        guard let pointer = place.value["$ref"]?.text else { return place }
        return try resolved(self.place(at: pointer))
    }

    struct Unreadable: Error { let what: String }
}

extension OpenAPIDocument {
    /// One method on one path.
    struct Operation {
        let method: String
        let path: String
        let place: Place

        var name: String { "\(method) \(path)" }
    }

    var operations: [Operation] {
        let methods: Set = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]
        return (root["paths"]?.children ?? []).flatMap { path, item in
            item.children.filter { methods.contains($0.name) }
                .map { Operation(method: $0.name.uppercased(), path: path, place: $0.place) }
        }
    }

    /// The responses of `operation` by status, or by `default`.
    func responses(_ operation: Operation) throws -> [String: Place] {
        try Dictionary(
            uniqueKeysWithValues: (operation.place["responses"]?.children ?? []).map { ($0, try resolved($1)) })
    }

    /// The names of the parameters of `operation` that stand in its `query` or its `path`.
    func parameters(_ operation: Operation, in kind: String) throws -> Set<String> {
        let all = try (operation.place["parameters"]?.elements ?? []).map(resolved)
        return Set(all.filter { $0.value["in"]?.text == kind }.compactMap { $0.value["name"]?.text })
    }
}

extension String {
    fileprivate var escaped: String { replacing("~", with: "~0").replacing("/", with: "~1") }
}

extension JSONValue {
    /// The tree of a YAML node, its plain scalars read by the core schema of YAML 1.2.
    fileprivate init(_ node: Node) throws {
        switch node {
        case .mapping(let mapping):
            self = .object(try mapping.map { Member($0.key.string ?? "", try JSONValue($0.value)) })
        case .sequence(let sequence): self = .array(try sequence.map { try JSONValue($0) })
        case .scalar(let scalar): self = scalar.style == .plain ? Self.plain(scalar.string) : .string(scalar.string)
        case .alias: throw OpenAPIDocument.Unreadable(what: "an alias")
        }
    }

    private static func plain(_ text: String) -> JSONValue {
        switch text {
        case "", "null", "~": .null
        case "true": .bool(true)
        case "false": .bool(false)
        default: text.wholeMatch(of: /[-+]?[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]+)?/) != nil ? .number(text) : .string(text)
        }
    }
}
