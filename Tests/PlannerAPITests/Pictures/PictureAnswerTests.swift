import HTTPServer
import HTTPTypes
import ScalingLaws
import TestSupport
import Testing

@testable import PlannerAPI

/// How pictures are answered, whatever they show.
@Suite struct `The SVG of a picture` {
    private let service: Service

    init() throws { service = try Service() }

    private func frontier(_ query: String, status: Int = 200) throws -> Drawn {
        let response = service.get("/frontier.svg?" + query)
        #expect(response.status == status)
        return try Drawn(response.bytes.unwrapped())
    }

    @Test(arguments: [
        ("/frontier.svg?budget_min=1e20&budget_max=1e26&student=1B", 60_000),
        (
            "/frontier.svg?budget_min=1e20&budget_max=1e26&points=96&width=2400&height=1600&law=busbridge-2025-refit&draws=8",
            60_000
        ),
        ("/map.svg?x=student.tokens&x_min=1B&x_max=1T&y=teacher.loss&y_min=1.8&y_max=2.8&student=1B", 400_000),
    ])
    func `are small, and the same every time`(path: String, most: Int) throws {
        let response = service.get(path)
        #expect(response.status == 200 && response.field("Content-Type") == "image/svg+xml")
        #expect(response.text.utf8.count < most)
        #expect(try Service().get(path) == response)
        let tag = try response.field("ETag").unwrapped()
        let again = service.send(.get, path, [], [.ifNoneMatch: tag])
        #expect(again.status == 304 && again.bytes == [])
    }

    @Test func `load nothing, run nothing, and say what they are`() throws {
        for path in [
            "/frontier.svg?budget_min=1e20&budget_max=1e26&points=5",
            "/map.svg?x=student.tokens&x_min=1B&x_max=1T&x_points=5&y=teacher.loss&y_min=1.8&y_max=2.8&y_points=4&student=1B",
        ] {
            let drawn = try Drawn(service.get(path).bytes.unwrapped())
            #expect(drawn.root.name == "svg" && drawn.root.attributes["role"] == "img")
            #expect(drawn.root.attributes["aria-labelledby"] == "title desc")
            #expect(try drawn.nodes("id", "title")[0].text == drawn.text("title") && !drawn.text("desc").isEmpty)
            #expect(drawn.shown.contains("Law busbridge-2025 version 1"))
            for node in drawn.root.all {
                #expect(!["script", "image", "use", "foreignObject", "a"].contains(node.name))
                for (name, value) in node.attributes {
                    #expect(!name.hasPrefix("on") && !name.hasSuffix("href") && !value.contains("url("))
                }
            }
        }
    }

    @Test func `have their reader's theme, or one that is asked for`() throws {
        let question = "budget_min=1e20&budget_max=1e22&points=3&student=1B"
        let style = try frontier(question).text("style")
        #expect(style.contains("@media (prefers-color-scheme:dark)") && style.contains(".f-ink{fill:#f0f3f6}"))
        for (theme, ground) in [("light", "#ffffff"), ("dark", "#0d1117")] {
            let drawn = try frontier(question + "&theme=" + theme)
            #expect(!drawn.root.all.contains { $0.name == "style" || $0.attributes["class"] != nil })
            #expect(drawn.root.children.first { $0.name == "rect" }?.attributes["fill"] == ground)
        }
    }

    @Test func `keep all of their text inside, and none over another, at any size`() throws {
        for (width, height) in [(360, 360), (390, 600), (720, 540), (2400, 1600)] {
            let question = "budget_min=1e20&budget_max=1e26&points=7&student=300M&width=\(width)&height=\(height)"
            let root = try frontier(question).root
            #expect(try root.number("width") == Double(width) && root.number("height") >= Double(height))
            let boxes = try root.all.filter { $0.name == "text" }.map { try Box($0) }
            for (index, box) in boxes.enumerated() {
                #expect(try box.left >= 0 && box.right <= root.number("width"), "\(box.text)")
                #expect(try box.top >= 0 && box.bottom <= root.number("height"), "\(box.text)")
                for other in boxes[..<index] { #expect(!box.meets(other), "\(box.text), \(other.text)") }
            }
        }
    }

    /// Where a text stands, in a font whose characters are half as wide as high.
    private struct Box {
        let text: String
        let left, right, top, bottom: Double

        init(_ node: Drawn.Node) throws {
            text = node.text
            let (x, y, size) = (try node.number("x"), try node.number("y"), try node.number("font-size"))
            let width = size / 2 * Double(node.text.count)
            left = x - (["middle": 0.5, "end": 1][node.attributes["text-anchor"]] ?? 0) * width
            right = left + width
            // From the height of a small letter to the base line.
            (top, bottom) = (y - size / 2, y)
        }

        func meets(_ other: Box) -> Bool {
            left < other.right && other.left < right && top < other.bottom && other.top < bottom
        }
    }

    @Test func `are answered in place of a table too`() throws {
        let body = #"{"budgets": {"min": "1e20", "max": "1e22", "points": "3"}, "student": {"params": "1B"}}"#
        let drawn = service.get("/frontier.svg?budget_min=1e20&budget_max=1e22&points=3&student=1B&theme=dark")
        let asked = service.send(
            .post, "/frontier?theme=dark", Array(body.utf8), [.accept: "image/svg+xml, application/json;q=0.5"])
        #expect(asked.bytes == drawn.bytes && asked.field("Vary") == "Accept")
        #expect(service.send(.post, "/frontier?format=svg&theme=dark", Array(body.utf8)).bytes == drawn.bytes)
        let table = service.send(.post, "/frontier", Array(body.utf8), [.accept: "image/*;q=0.1, */*"])
        #expect(table.field("Content-Type") == "application/json")
    }

    // MARK: Extremes

    @Test func `show one budget as points`() throws {
        let response = service.send(
            .post, "/frontier?format=svg", Array(#"{"budgets": 1e21, "student": {"params": "1B"}}"#.utf8))
        let drawn = try Drawn(response.bytes.unwrapped())
        let place = try drawn.ruler("x", isLogarithmic: true).pixel(1e21)
        let disc = try drawn.nodes("data-line", "best case")[0].children.first.unwrapped()
        #expect(try disc.name == "circle" && abs(disc.number("cx") - place) < 0.15)
    }

    @Test func `say which budget would pay where none does`() throws {
        let drawn = try frontier("budget_min=1e3&budget_max=1e4&points=3&student=1B")
        let least = try service.send(
            .post, "/frontier",
            Array(#"{"budgets": 1e3, "student": {"params": "1B"}, "scenario": "best_case"}"#.utf8)
        ).whole().json().at("points").elements.unwrapped()[0].at("least_budget_flops").double.unwrapped()
        let said = try drawn.text("desc").firstMatch(of: /the least that does is (.+?) FLOPs/).unwrapped().output.1
        #expect(abs(try Drawn.value(String(said)) / least - 1) < 0.005)
        #expect(drawn.nodes("data-line", "supervised").isEmpty)
        let map = service.get(
            "/map.svg?x=student.tokens&x_min=1B&x_max=1T&y=student.params&y_min=1B&y_max=2B&budget_flops=1e3")
        #expect(try Drawn(map.bytes.unwrapped()).shown.contains("The budget pays for no plan shown."))
    }

    /// A student of a few tokens and any teacher: all losses are the greatest that there are.
    @Test func `show losses that are all the same`() throws {
        let body = """
            {"student": {"params": "1B"}, "x": {"variable": "student.tokens", "values": 1e11},
             "y": {"variable": "teacher.loss", "values": 2}}
            """
        let response = service.send(.post, "/map?format=svg&show=student_loss", Array(body.utf8))
        let drawn = try Drawn(response.bytes.unwrapped())
        #expect(drawn.root.all.count { $0.attributes["data-class"] != nil } == 1)
        #expect(drawn.shown.contains { $0.hasPrefix("Least loss 2.2") })
    }

    @Test func `show supervised training alone where the law has no more`() throws {
        let drawn = try frontier("budget_min=1e20&budget_max=1e22&points=3&law=hoffmann-2022")
        #expect(drawn.root.all.count { $0.attributes["data-line"] != nil } == 1)
        #expect(drawn.shown.contains("The law has no distillation part: supervised training only."))
    }

    @Test func `escape the name of a law`() throws {
        let set = try CoefficientSet.published(CoefficientSet.defaultName)
        let name = #"<&">'</text><script>"#
        let hostile = set.with(draws: .planted(around: set, count: 8), name: name, provenance: nil)
        let laws = LawCatalog([hostile])
        let body: JSONValue = ["law": .string(name), "budgets": .number("1e21"), "student": ["params": "1B"]]
        let svg = try PlanQuestion.picture(.frontier, body, style: [:], laws: laws)
        let drawn = try Drawn(svg)
        #expect(drawn.shown.contains("Law \(name) version 1"))
        #expect(!drawn.root.all.contains { $0.name == "script" })
    }
}
