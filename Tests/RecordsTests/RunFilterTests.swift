import Testing

@testable import Records

@Suite struct `A filter of runs` {
    @Test(arguments: [
        "", "kind=distillation", "kind=supervised&source=a%20b.csv&external_id=7%26", "tag=a,b", "excluded=false",
        "split=test&loss_split=val", "params_min=1e8&loss_max=2.3",
        "teacher_loss_min=1.9&teacher_loss_max=2.4&tokens_per_param_max=200&flops_min=1e20",
    ])
    func `reads back from its own text`(text: String) throws {
        let filter = try RunFilter(parsing: text)
        #expect(try RunFilter(parsing: filter.text) == filter)
        #expect(filter.text.isEmpty == text.isEmpty)
    }

    @Test func `has one text whatever the order and the digits`() throws {
        let one = try RunFilter(parsing: "loss_max=2.30&tag=b,a,b&kind=distillation&params_min=0.1B")
        let other = try RunFilter(parsing: "kind=distillation&params_min=1e8&tag=a,b&loss_max=2.3")
        #expect(one == other)
        #expect(one.text == "kind=distillation&tag=a,b&params_min=100000000&loss_max=2.3")
    }

    @Test func `names every condition that it knows`() {
        #expect(RunFilter.names.count == 7 + 2 * RunQuantity.allCases.count)
        #expect(RunFilter.names.starts(with: ["kind", "source", "external_id", "tag", "excluded", "split"]))
        for name in RunFilter.names {
            let value = ["kind": "supervised", "excluded": "true"][name] ?? "1"
            #expect(throws: Never.self) { try RunFilter(parsing: "\(name)=\(value)") }
        }
    }

    @Test func `says all that is wrong with it`() {
        let error = #expect(throws: RunFilter.Faults.self) {
            try RunFilter(
                parsing:
                    "kind=both&excluded=1&loss_max=low&speed_min=1&tag=a,,b&split=&params_min=2&params_max=1&kind=x")
        }
        #expect(
            error?.list == [
                .init(name: "kind", kind: .unknownValue(text: "both", known: ["supervised", "distillation"])),
                .init(name: "excluded", kind: .unknownValue(text: "1", known: ["true", "false"])),
                .init(name: "loss_max", kind: .notANumber(text: "low")),
                .init(name: "speed_min", kind: .unknownName(known: RunFilter.names)),
                .init(name: "tag", kind: .malformed(text: "a,,b")),
                .init(name: "split", kind: .malformed(text: "")),
                .init(name: "kind", kind: .repeated),
                .init(name: "params_min", kind: .crossed(least: 2, greatest: 1)),
            ])
    }

    @Test(arguments: ["nan", "inf", "1e999"]) func `takes finite numbers only`(text: String) {
        #expect(throws: RunFilter.Faults.self) { try RunFilter(parsing: "loss_max=\(text)") }
    }
}

@Suite struct `An order of runs` {
    @Test(arguments: ["loss", "-loss", "loss,-params", "source,external_id", "-flops,tokens_per_param,teacher_loss"])
    func `reads back from its own text`(text: String) throws {
        #expect(try RunOrder(parsing: text).text == text)
    }

    @Test(arguments: [
        ("speed", "speed"), ("loss,loss", "loss"), ("loss,-loss", "-loss"), ("", ""), ("loss,", ""),
        ("--loss", "--loss"),
    ])
    func `names the key that it does not know`(text: String, key: String) {
        #expect(throws: RunOrder.UnknownKey(text: key)) { try RunOrder(parsing: text) }
    }
}
