import Canned
import Hummingbird
import Logging

/// The work of `canned-server`, done by Hummingbird as its documentation sets it up.
///
///     hummingbird-server PORT [--log]
///
/// With `--log` it writes a line for each request at level info, as `distill-planner serve` does.
@main
struct HummingbirdServer {
    static func main() async throws {
        guard CommandLine.arguments.count >= 2, let port = Int(CommandLine.arguments[1]) else {
            fatalError("usage: hummingbird-server PORT [--log]")
        }
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        let application = Application(
            router: router(logsRequests: CommandLine.arguments.contains("--log")),
            configuration: .init(address: .hostname("127.0.0.1", port: port)))
        try await application.runService()
    }

    private static func router(logsRequests: Bool) -> Router<BasicRequestContext> {
        let router = Router()
        if logsRequests { router.add(middleware: LogRequestsMiddleware(.info)) }
        let health = ByteBuffer(bytes: healthAnswer)
        let plan = ByteBuffer(bytes: planAnswer)
        router.get("healthz") { _, _ in Response(json: health) }
        router.post("canned") { request, context in
            let body = try await request.body.collect(upTo: context.maxUploadSize)
            _ = try PlanQuestion.decode(Array(body.readableBytesView))
            return Response(json: plan)
        }
        return router
    }
}

extension Response {
    fileprivate init(json: ByteBuffer) {
        self.init(
            status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: json))
    }
}
