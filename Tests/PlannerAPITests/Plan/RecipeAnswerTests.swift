import Planning
import TestSupport
import Testing

@testable import PlannerAPI

@Suite struct `The recipe of an answer` {
    @Test func `is an array of findings with their sources`() throws {
        let elements = try Recipe.published.json.elements.unwrapped()
        #expect(elements.count == Recipe.published.findings.count)
        for (element, finding) in zip(elements, Recipe.published.findings) {
            #expect(element.names == ["name", "value", "note", "source"])
            #expect(try element.at("name").text == finding.name)
            #expect(try element.at("source").text == finding.source)
        }
        #expect(try elements[0].at("value") == .number(1))
        #expect(try elements[2].at("value") == "forward_kl")
    }

    @Test func `is written from its text as from its tree`() {
        let bytes = JSONText.bytes { text in
            text.object { text in
                text.member("before", 1)
                text.member("recipe") { $0.value(Recipe.publishedFragment) }
                text.member("after", 2)
            }
        }
        let tree: JSONValue = ["before": .number(1), "recipe": Recipe.published.json, "after": .number(2)]
        #expect(bytes == tree.bytes)
    }
}
