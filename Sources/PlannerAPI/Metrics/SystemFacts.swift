import Foundation

/// Where facts about the machine come from: its disks, its files and this process; a test can bring its own.
public struct SystemFacts: Sendable {
    /// The disk that a folder is on; nil where the system does not say.
    public var disk: @Sendable (_ folder: String) -> DiskFacts?
    /// The bytes of a file; nil where there is none.
    public var fileSize: @Sendable (_ path: String) -> Int?
    /// This process; nil where the system does not say.
    public var process: @Sendable () -> ProcessFacts?

    /// Takes facts from functions, which may be called from any thread.
    public init(
        disk: @escaping @Sendable (_ folder: String) -> DiskFacts?,
        fileSize: @escaping @Sendable (_ path: String) -> Int?,
        process: @escaping @Sendable () -> ProcessFacts?
    ) {
        self.disk = disk
        self.fileSize = fileSize
        self.process = process
    }

    /// The machine that the program runs on.
    public static let system = SystemFacts(
        disk: DiskFacts.init(folder:),
        fileSize: { path in
            (try? FileManager.default.attributesOfItem(atPath: path))?[.size].flatMap { ($0 as? NSNumber)?.intValue }
        },
        process: ProcessFacts.current)
}

/// What the system says of a disk.
public struct DiskFacts: Hashable, Sendable {
    /// Whether it was mounted to be read only.
    public let isReadOnly: Bool
    /// Bytes that this program may still fill.
    public let freeBytes: Int

    /// States the facts of a disk.
    public init(isReadOnly: Bool, freeBytes: Int) {
        self.isReadOnly = isReadOnly
        self.freeBytes = freeBytes
    }

    fileprivate init?(folder: String) {
        var facts = statvfs()
        guard statvfs(folder, &facts) == 0 else { return nil }
        isReadOnly = facts.f_flag & UInt(ST_RDONLY) != 0
        // A disk of more than 8 exabytes is as good as one of 8.
        let (bytes, overflow) = Int(clamping: facts.f_bavail)
            .multipliedReportingOverflow(by: Int(clamping: facts.f_frsize))
        freeBytes = overflow ? .max : bytes
    }
}

/// What the system says of this process.
public struct ProcessFacts: Hashable, Sendable {
    /// Bytes of memory that it holds at present.
    public let residentBytes: Int
    /// Seconds of processor time, its own and the system's on its behalf.
    public let cpuSeconds: Double
    /// When it was started, in seconds since the start of 1970 in UTC.
    public let startSeconds: Double
    /// Descriptors that are open.
    public let openDescriptors: Int
    /// Descriptors that may be open.
    public let mostDescriptors: Int

    /// States the facts of a process.
    public init(
        residentBytes: Int, cpuSeconds: Double, startSeconds: Double, openDescriptors: Int, mostDescriptors: Int
    ) {
        self.residentBytes = residentBytes
        self.cpuSeconds = cpuSeconds
        self.startSeconds = startSeconds
        self.openDescriptors = openDescriptors
        self.mostDescriptors = mostDescriptors
    }

    /// This process, as `/proc` describes it; nil where there is no such thing.
    fileprivate static func current() -> ProcessFacts? {
        // The name, in brackets, may hold spaces; what stands behind it begins with the third field of proc(5).
        guard let stat = text("/proc/self/stat"), let name = stat.lastIndex(of: ")"),
            let bootLine = text("/proc/stat")?.split(separator: "\n").first(where: { $0.hasPrefix("btime ") }),
            let bootSeconds = Double(bootLine.dropFirst("btime ".count)),
            let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
        else { return nil }
        let fields = stat[stat.index(after: name)...].split(separator: " ").map { Double($0) }
        func field(_ number: Int) -> Double { fields.indices.contains(number - 3) ? fields[number - 3] ?? 0 : 0 }
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        return ProcessFacts(
            residentBytes: Int(field(24)) * sysconf(Int32(_SC_PAGESIZE)), cpuSeconds: (field(14) + field(15)) / ticks,
            startSeconds: bootSeconds + field(22) / ticks, openDescriptors: open,
            mostDescriptors: Int(clamping: limit.rlim_cur))
    }

    /// A file that the system makes while it is read, and whose size it does not know before.
    private static func text(_ path: String) -> String? {
        guard let handle = FileHandle(forReadingAtPath: path), let data = try? handle.readToEnd() else { return nil }
        return String(decoding: data, as: UTF8.self)
    }
}
