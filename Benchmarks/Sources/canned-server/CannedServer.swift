import Canned
import Foundation
import HTTPServer
import HTTPTypes
import Logging

/// The work that `hummingbird-server` does, on this project's HTTP server.
///
///     canned-server PORT [--log]
@main
struct CannedServer {
    static func main() throws {
        guard CommandLine.arguments.count >= 2, let port = Int(CommandLine.arguments[1]) else {
            fatalError("usage: canned-server PORT [--log]")
        }
        var configuration = ServerConfiguration()
        configuration.port = port
        var logger = Logger(label: "canned-server", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = CommandLine.arguments.contains("--log") ? .info : .error
        let server = HTTPServer(configuration: configuration, logger: logger, handler: answer)
        _ = try server.start()
        server.waitUntilStopped()
    }

    @Sendable private static func answer(_ request: ServerRequest) throws -> ServerResponse {
        switch (request.head.method, request.head.path) {
        case (.get, "/healthz"):
            return json(healthAnswer)
        case (.post, "/canned"):
            _ = try PlanQuestion.decode(request.body)
            return json(planAnswer)
        default:
            return ServerResponse(head: HTTPResponse(status: .notFound))
        }
    }

    private static func json(_ bytes: [UInt8]) -> ServerResponse {
        ServerResponse(
            head: HTTPResponse(status: .ok, headerFields: [.contentType: "application/json"]), body: bytes)
    }
}
