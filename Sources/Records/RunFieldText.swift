import ScalingLaws

extension Run {
    /// The text of a field as an export writes it: numbers by the shortest digits that read back; nil where it is not
    /// said.
    public func text(of field: RunField) -> String? {
        switch field {
        case .source: name.source
        case .externalID: name.externalID
        case .kind: kind.rawValue
        case .params: UnitNumber.text(params)
        case .tokens: UnitNumber.text(tokens)
        case .loss: UnitNumber.text(loss)
        case .lossUnit: LossUnit.nats.rawValue
        case .lossSplit: lossSplit
        case .teacherParams: teacherParams.map(UnitNumber.text)
        case .teacherTokens: teacherTokens.map(UnitNumber.text)
        case .teacherLoss: teacherLoss.map(UnitNumber.text)
        case .teacherSource: teacherRun?.source
        case .teacherRun: teacherRun?.externalID
        case .parameterCounting: parameterCounting.rawValue
        case .lambda: lambda.map(UnitNumber.text)
        case .temperature: temperature.map(UnitNumber.text)
        case .topK: topK.map { String($0) }
        case .learningRate: learningRate.map(UnitNumber.text)
        case .batchTokens: batchTokens.map(UnitNumber.text)
        case .precision: precision
        case .seed: seed.map { String($0) }
        case .uniqueTokens: uniqueTokens.map(UnitNumber.text)
        case .epochs: epochs.map(UnitNumber.text)
        case .context: context.map(UnitNumber.text)
        case .split: split
        case .tags: tags.isEmpty ? nil : tags.joined(separator: " ")
        case .url: url
        case .note: note
        case .excluded: excludedReason == nil ? "false" : "true"
        case .excludedReason: excludedReason
        case .extra: extra
        }
    }
}
