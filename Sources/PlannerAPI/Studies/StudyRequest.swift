import Foundation
import Records
import ScalingLaws
import Store

/// The fields of a study that can be set.
struct StudyRequest {
    private var name: String?
    private var description: String?
    private var dataset: String?
    private var tokenizer: String?
    private var architecture: String?
    private var parameterCounting: ParameterCounting?

    /// Reads the fields that are given, all but the identifier.
    init(_ reader: inout ObjectReader) {
        name = reader.optionalLine("name", most: StudyRecord.greatestLineLength)
        description = reader.optionalText("description", most: StudyRecord.greatestDescriptionLength)
        dataset = reader.optionalText("dataset", most: StudyRecord.greatestLineLength)
        tokenizer = reader.optionalText("tokenizer", most: StudyRecord.greatestLineLength)
        architecture = reader.optionalText("architecture", most: StudyRecord.greatestLineLength)
        parameterCounting = reader.choice("parameter_counting", as: ParameterCounting.self)
    }

    /// Sets what was given.
    func apply(to study: inout StudyRecord) {
        study.name = name ?? study.name
        study.description = description ?? study.description
        study.dataset = dataset ?? study.dataset
        study.tokenizer = tokenizer ?? study.tokenizer
        study.architecture = architecture ?? study.architecture
        study.parameterCounting = parameterCounting ?? study.parameterCounting
    }

    /// The study that `body` describes; its name is its identifier where none is given.
    ///
    /// - Throws: ``Faults``, all that is wrong with it.
    static func study(_ body: JSONValue, createdAt: Date) throws(Faults) -> StudyRecord {
        try ObjectReader.read(body) { reader in
            let id = reader.requiredString("id", "what the study is called in addresses")
            if let id, !StudyRecord.isIdentifier(id) { reader.report("id", .record(.notAStudyID(text: id))) }
            let request = StudyRequest(&reader)
            guard let id else { return nil }
            var study = StudyRecord(id: id, name: id, createdAt: createdAt.formatted(.iso8601))
            request.apply(to: &study)
            return study
        }
    }
}

extension ObjectReader {
    /// A string of one line, not empty, where the field is given.
    mutating func optionalLine(_ name: String, most: Int) -> String? {
        has(name) ? requiredLine(name, most: most, "a text") : nil
    }

    /// A string that may be empty and have lines, where the field is given.
    mutating func optionalText(_ name: String, most: Int) -> String? {
        guard let text = string(name) else { return nil }
        if text.unicodeScalars.count > most { report(name, .length(most: most)) }
        if text.utf8.contains(0) { report(name, .controlCharacter) }
        return text
    }
}

extension StudySummary {
    /// The study as the service answers it.
    var json: JSONValue {
        [
            "id": .string(study.id),
            "name": .string(study.name),
            "description": .string(study.description),
            "dataset": .string(study.dataset),
            "tokenizer": .string(study.tokenizer),
            "architecture": .string(study.architecture),
            "parameter_counting": .string(study.parameterCounting.rawValue),
            "created_at": .string(study.createdAt),
            "runs": [
                "supervised": .number(runs[.supervised] ?? 0),
                "distillation": .number(runs[.distillation] ?? 0),
                "excluded": .number(excluded),
            ],
        ]
    }
}
