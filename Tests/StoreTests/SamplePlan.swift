import Store

extension SavedPlan {
    /// A plan to keep under `id`.
    static func sample(
        _ id: String, law: String = "busbridge-2025", version: Int = 1, body: [UInt8] = Array("{}\n".utf8)
    ) -> SavedPlan {
        SavedPlan(
            id: id, label: "plan \(id)", createdAt: "2026-01-02T03:04:05Z", lawName: law, lawVersion: version,
            body: body)
    }
}
