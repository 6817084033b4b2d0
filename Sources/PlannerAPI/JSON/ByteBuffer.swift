/// Bytes that are written one behind the other.
///
/// An Array asks before each write whether somebody shares it; nobody can share these, and an answer is a thousand writes.
struct ByteBuffer: ~Copyable {
    private var storage: UnsafeMutableBufferPointer<UInt8>
    private var count = 0

    /// Makes an empty buffer that holds `capacity` bytes, at least 1, before it has to grow.
    init(capacity: Int) { storage = .allocate(capacity: capacity) }

    deinit { storage.deallocate() }

    /// A copy of the bytes.
    var array: [UInt8] { Array(storage[..<count]) }

    mutating func append(_ byte: UInt8) {
        reserve(1)
        storage.initializeElement(at: count, to: byte)
        count += 1
    }

    mutating func append(ascii character: Unicode.Scalar) { append(UInt8(ascii: character)) }

    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        reserve(bytes.count)
        _ = storage[count...].initialize(fromContentsOf: bytes)
        count += bytes.count
    }

    mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { append($0) } }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append($0) }
    }

    private mutating func reserve(_ more: Int) {
        if count + more > storage.count { grow(by: more) }
    }

    private mutating func grow(by more: Int) {
        let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(2 * storage.count, count + more))
        _ = larger.initialize(fromContentsOf: storage[..<count])
        storage.deallocate()
        storage = larger
    }
}
