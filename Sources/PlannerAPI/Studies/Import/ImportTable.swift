import Records

/// Cuts a file of either format into rows, with memory for those of one piece.
struct ImportTable {
    /// What a file says, in its order.
    enum Event {
        /// The names of the columns of a CSV file, and what separates its cells.
        case header([String], separator: UInt8?)
        /// A row. The columns stand with each, for in JSON each line names its own.
        case row(ImportRow, columns: [String])
        /// A row that none can be made of.
        case refused(Fault)
    }

    /// Takes what a file says.
    typealias Take = (Event) throws -> Void

    /// Nothing behind this can be read.
    struct Stop: Error { let fault: Fault }

    private let format: ImportFormat
    private var csv = CSVReader()
    private var lines = LineReader()
    private var count = 0
    private var header: [String]?

    init(_ format: ImportFormat) { self.format = format }

    /// Reads `piece`, the next one.
    ///
    /// - Throws: ``Stop``, and what `take` throws.
    mutating func read(_ piece: ArraySlice<UInt8>, _ take: Take) throws {
        switch format {
        case .csv: try takeAll(take) { table, rows in try table.csv.read(piece) { rows.append($0) } }
        case .jsonLines: try takeAll(take) { table, rows in try table.lines.read(piece) { rows.append(($0, $1)) } }
        }
    }

    /// Reads what is left once the last piece is through.
    ///
    /// - Throws: ``Stop``, and what `take` throws.
    mutating func end(_ take: Take) throws {
        switch format {
        case .csv: try takeAll(take) { table, rows in try table.csv.end { rows.append($0) } }
        case .jsonLines: try takeAll(take) { table, rows in try table.lines.end { rows.append(($0, $1)) } }
        }
        if count == 0 { throw Stop(fault: Fault(line: 1, header == nil ? .emptyFile : .noRows)) }
    }

    // MARK: CSV

    private mutating func takeAll(
        _ take: Take, _ read: (inout ImportTable, inout [CSVReader.Row]) throws -> Void
    ) throws {
        var rows: [CSVReader.Row] = []
        do {
            try read(&self, &rows)
        } catch let failure as CSVReader.Failure {
            for row in rows { try self.take(row, take) }
            throw Stop(fault: Fault(line: failure.line, .unreadable(failure)))
        }
        for row in rows { try self.take(row, take) }
    }

    private mutating func take(_ row: CSVReader.Row, _ take: Take) throws {
        guard let header else {
            if let fault = row.fault { throw Stop(fault: Fault(line: row.line, .malformed(fault))) }
            let header = row.cells.map { String(Substring($0).trimmingSpaces) }
            self.header = header
            return try take(.header(header, separator: csv.separator))
        }
        let cells = ImportRow(index: count, line: row.line, cells: row.cells.map(JSONValue.string))
        count += 1
        var fault = row.fault.map(RecordFault.malformed)
        if row.cells.count != header.count {
            fault = fault ?? .ragged(cells: row.cells.count, columns: header.count)
        }
        if let fault {
            try take(.refused(Fault(row: cells.index, line: row.line, nil, .record(fault))))
        } else {
            try take(.row(cells, columns: header))
        }
    }

    // MARK: JSON Lines

    private mutating func takeAll(
        _ take: Take, _ read: (inout ImportTable, inout [([UInt8], Int)]) throws -> Void
    ) throws {
        var rows: [([UInt8], Int)] = []
        do {
            try read(&self, &rows)
        } catch let error as LineReader.LineTooLong {
            for (line, number) in rows { try self.take(line, number, take) }
            throw Stop(fault: Fault(line: error.line, .lineTooLong(most: LineReader.greatestLength)))
        }
        for (line, number) in rows { try self.take(line, number, take) }
    }

    private mutating func take(_ line: [UInt8], _ number: Int, _ take: Take) throws {
        let text = number == 1 && line.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(line.dropFirst(3)) : line
        guard !text.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) else { return }
        let index = count
        count += 1
        func refuse(_ kind: Fault.Kind) throws { try take(.refused(Fault(row: index, line: number, nil, kind))) }
        do {
            let value = try JSONParser.parse(text)
            guard case .object(let members) = value else {
                return try refuse(.wrongType(expected: "an object", found: value.typeName))
            }
            let row = ImportRow(index: index, line: number, cells: members.map(\.value))
            try take(.row(row, columns: members.map(\.name)))
        } catch let error as JSONSyntaxError {
            try refuse(.record(.notJSON(error)))
        }
    }
}
