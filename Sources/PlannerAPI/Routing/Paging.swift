import HTTPTypes
import ScalingLaws

extension Call {
    /// The parameter `limit`, 1 to `most`, and what stands for it where it is not given.
    func pageLimit(otherwise: Int?, most: Int, _ faults: inout [Fault]) -> Int? {
        guard let text = query["limit"] else { return otherwise }
        if let number = Int(text), (1...most).contains(number) { return number }
        faults.append(Fault(query: "limit", .outsideDomain(text: text, Domain(1, Double(most)))))
        return nil
    }
}

extension HTTPField.Name {
    /// Link, RFC 8288.
    static let link: HTTPField.Name = {
        guard let name = HTTPField.Name("Link") else { preconditionFailure("Link is a token") }
        return name
    }()
}
