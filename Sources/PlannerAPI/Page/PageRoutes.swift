import HTTPServer
import HTTPTypes

/// The page and its files, for anybody: what it asks for is another matter.
func pageRoutes(_ files: [PageFile]) -> [Route] {
    let answers = Dictionary(files.map { ($0.name, $0.response) }, uniquingKeysWith: { _, last in last })
    @Sendable func file(_ name: String, _ call: Call) throws -> ServerResponse {
        guard let response = answers[name] else { throw Problem(.notFound, "The page has no such file.") }
        return response.unlessKnown(to: call.request)
    }
    return [
        Route(.get, "/", scope: nil, statuses: [200, 304]) { call in try file("", call) },
        Route(.get, "/page/{file}", scope: nil, statuses: [200, 304, 404]) { call in
            try file(call.path["file"] ?? "", call)
        },
    ]
}
